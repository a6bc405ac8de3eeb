import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { readText, writePrivate } from '../host/store.ts';
import {
  type Kubeconfig,
  mergeKubeconfigs,
  readKubeconfig,
  writeKubeconfig,
} from '../kube/kubeconfig.ts';

/** The learner's kubeconfig in an exam with contexts: one for each cluster. */
export function kubeconfigFile({ paths }: Pick<Context, 'paths'>): string {
  return path.join(paths.state, 'kubeconfig');
}

/** Adds a cluster's context by a name of ours; the current one stays what the learner made it. */
export async function addContext(
  world: Pick<Context, 'paths'>,
  name: string,
  kubeconfig: string,
): Promise<void> {
  const file = kubeconfigFile(world);
  const added = renamed(readKubeconfig(kubeconfig, file), name);
  const own = readKubeconfig((await readText(file)) ?? '', file);
  // Ours first: a cluster that was rebuilt has new credentials under the old name.
  const merged = mergeKubeconfigs([added, own]);
  const current = own['current-context'] || name;
  await writePrivate(file, writeKubeconfig({ ...merged, 'current-context': current }));
}

/** Takes the credentials away from whatever is still open. */
export function removeContexts(world: Pick<Context, 'paths'>): Promise<void> {
  return rm(kubeconfigFile(world), { force: true });
}

function renamed(config: Kubeconfig, name: string): Kubeconfig {
  return {
    ...config,
    clusters: (config.clusters ?? []).map((cluster) => ({ ...cluster, name })),
    users: (config.users ?? []).map((user) => ({ ...user, name })),
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
}
