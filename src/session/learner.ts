import path from 'node:path';
import { type ClusterRecord, clusterFiles } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { packageRoot } from '../host/paths.ts';
import type { LabInstance } from '../lab/instance.ts';
import { findKubectl } from '../setup/kubectl.ts';

/** What the learner's shell has beside the user's own environment. */
export async function learnerEnvironment(
  context: Context,
  cluster: ClusterRecord,
  instance: LabInstance,
): Promise<Record<string, string>> {
  return {
    ...instance.environment,
    KUBECONFIG: clusterFiles(context, cluster.name).kubeconfig,
    PATH: withLauncher(await pathWithKubectl(context, cluster.kubernetes)),
    ...(cluster.provider === 'kind' ? { [CLUSTER_VARIABLE]: cluster.name } : {}),
  };
}

/** Names the cluster on whose nodes `cka-lab shell NODE` works, when it is called in this shell. */
export const CLUSTER_VARIABLE = 'CKA_LAB_CLUSTER';

/** `cka-lab shell NODE` is how scripts and people get from here to a node. */
function withLauncher(own: string): string {
  return own.split(path.delimiter).includes(packageRoot)
    ? own
    : [own, packageRoot].join(path.delimiter);
}

/** kubectl stays off the user's own PATH; in this shell it is found. */
async function pathWithKubectl(context: Context, kubernetes: string): Promise<string> {
  const own = context.env.PATH ?? '';
  const kubectl = await findKubectl(context, kubernetes);
  const folder = kubectl && path.dirname(kubectl);
  if (!folder || own.split(path.delimiter).includes(folder)) return own;
  return [folder, own].join(path.delimiter);
}
