import { homedir } from 'node:os';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { readText } from '../host/store.ts';
import {
  mergeKubeconfigs,
  readKubeconfig,
  selectContext,
  withAbsolutePaths,
  writeKubeconfig,
} from '../kube/kubeconfig.ts';
import type { Provider } from './provider.ts';
import type { ClusterRecord } from './record.ts';

/**
 * A cluster of the user's, named by a context of their kubeconfig. It is never made, started or
 * deleted here, and has no nodes that could be entered.
 */
export function externalProvider(context: Context): Provider {
  const cannot = () => {
    throw new InfrastructureError('A cluster given with --context is not made or started here.');
  };
  return {
    state: async () => 'running',
    create: cannot,
    start: cannot,
    restarted: async () => 0,
    remove: async () => {},
    nodes: () => ({
      names: async () => [],
      async command() {
        throw new UsageError('Nodes of a cluster given with --context cannot be entered.');
      },
    }),
    async kubeconfigs(record) {
      const text = await contextKubeconfig(context, record.context ?? '');
      return { learner: text, grader: text };
    },
  };
}

/** The user's kubeconfig files, by kubectl's rules; in a lab's shell KUBECONFIG names one of ours. */
export function userKubeconfigs({ env, paths }: Pick<Context, 'env' | 'paths'>): string[] {
  const listed = (env.KUBECONFIG ?? '')
    .split(path.delimiter)
    .filter((file) => file !== '' && !file.startsWith(`${paths.state}${path.sep}clusters`));
  return listed.length > 0 ? listed : [path.join(env.HOME ?? homedir(), '.kube', 'config')];
}

/** A kubeconfig with one context of the user's as its current one. Throws UsageError without it. */
export async function contextKubeconfig(context: Context, name: string): Promise<string> {
  const files = userKubeconfigs(context);
  const texts = await Promise.all(files.map(readText));
  const configs = texts.flatMap((text, index) => {
    const file = files[index] as string;
    return text === undefined
      ? []
      : [withAbsolutePaths(readKubeconfig(text, file), path.dirname(file))];
  });
  const merged = mergeKubeconfigs(configs);
  const selected = selectContext(merged, name);
  if (selected) return writeKubeconfig(selected);
  const known = (merged.contexts ?? []).map((candidate) => candidate.name);
  throw new UsageError(`Your kubeconfig has no context '${name}'.`, {
    next: known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has no contexts at all.',
  });
}

/** The record under which labs on the user's cluster are kept. */
export function externalRecord(context: string, kubernetes: string, cni: string): ClusterRecord {
  return {
    name: `external-${context.replaceAll(/[^A-Za-z0-9.-]/g, '-')}`,
    provider: 'external',
    mark: '',
    topology: 'external',
    kubernetes,
    image: '',
    own: false,
    phase: 'ready',
    created: new Date().toISOString(),
    cni,
    context,
  };
}
