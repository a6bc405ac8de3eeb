import path from 'node:path';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { createStore, type Store } from '../host/store.ts';

/** Every cluster made here is named with this prefix; with the mark it may be changed or deleted. */
export const NAME_PREFIX = 'cka-lab-';

/** Addresses by the name of a node, in IPv4 and IPv6. */
export type Addresses = Record<string, readonly string[]>;

/**
 * What this program means to do, or did, with a cluster. Written before the first container
 * exists, so that an interrupted creation can be undone by the next command.
 */
export interface ClusterRecord {
  name: string;
  provider: 'kind' | 'external';
  /** Random; part of the mark inside each node's container. Empty for an external cluster. */
  mark: string;
  /** The topology's name; `external` for a cluster of the user's. */
  topology: string;
  /** Such as 'v1.37.2'. */
  kubernetes: string;
  image: string;
  /** What its nodes can be upgraded to, and the flags that kubeadm needs for it on this machine. */
  upgrade?: { to: string; flags: string } | undefined;
  /** Made for labs of scope `own`: never given to another lab. */
  own: boolean;
  /** verifying: deleted unless `verify` ends well; whatever is interrupted leaves it so. */
  phase: 'creating' | 'ready' | 'verifying' | 'deleting';
  /** ISO 8601. */
  created: string;
  /** What its nodes had when it was made. */
  addresses?: Addresses | undefined;
  /** Name of the CNI that runs, such as 'kube-router'. */
  cni?: string | undefined;
  /** The context of the user's kubeconfig, for an external cluster. */
  context?: string | undefined;
  /** Where that context led when the record was made; records of former versions do not say. */
  server?: string | undefined;
}

const schema = z.object({
  // Names a folder of ours too: it must not lead out of it.
  name: z.string().regex(/^[A-Za-z0-9][\w.-]*$/),
  provider: z.enum(['kind', 'external']),
  mark: z.string(),
  topology: z.string(),
  kubernetes: z.string(),
  image: z.string(),
  upgrade: z.object({ to: z.string(), flags: z.string() }).optional(),
  own: z.boolean(),
  phase: z.enum(['creating', 'ready', 'verifying', 'deleting']),
  created: z.string(),
  cni: z.string().optional(),
  context: z.string().optional(),
  server: z.string().optional(),
  addresses: z.record(z.string(), z.array(z.string())).optional(),
}) satisfies z.ZodType<ClusterRecord>;

export function clusterStore(context: Pick<Context, 'paths' | 'progress'>): Store<ClusterRecord> {
  const folder = path.join(context.paths.state, 'clusters');
  return createStore<ClusterRecord>(context, folder, { schema, id: ({ name }) => name });
}

export interface ClusterFiles {
  /** For the learner: cluster-admin, as kubeadm's admin.conf. */
  kubeconfig: string;
  /** For graders: super-admin.conf, whose rights no learner can delete. */
  graderKubeconfig: string;
  /** Mounted read-only into each node. */
  markFolder: string;
  /** What the cluster held when it became ready. */
  baseline: string;
  /** Folder of the nodes' files as they were then. */
  nodeFiles: string;
  /** Folder of what learners got, where a variant is played on several clusters at once. */
  handedOut: string;
}

export function clusterFiles(context: Pick<Context, 'paths'>, name: string): ClusterFiles {
  const folder = path.join(context.paths.state, 'clusters', name);
  return {
    kubeconfig: path.join(folder, 'kubeconfig'),
    graderKubeconfig: path.join(folder, 'grader.kubeconfig'),
    markFolder: path.join(folder, 'mark'),
    baseline: path.join(folder, 'start.json'),
    nodeFiles: path.join(folder, 'nodes'),
    handedOut: path.join(folder, 'files'),
  };
}
