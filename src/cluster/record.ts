import path from 'node:path';
import type { Context } from '../context.ts';
import { createStore, type Store } from '../host/store.ts';

/** Every cluster made here is named with this prefix; with the mark it may be changed or deleted. */
export const NAME_PREFIX = 'cka-lab-';

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
  /** Name of the CNI that runs, such as 'kube-router'. */
  cni?: string;
  /** The context of the user's kubeconfig, for an external cluster. */
  context?: string;
}

export function clusterStore(context: Context): Store<ClusterRecord> {
  return createStore(path.join(context.paths.state, 'clusters'));
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

export function clusterFiles(context: Context, name: string): ClusterFiles {
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
