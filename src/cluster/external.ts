import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { readText, type Store } from '../host/store.ts';
import {
  mergeKubeconfigs,
  readKubeconfig,
  selectContext,
  withAbsolutePaths,
  writeKubeconfig,
} from '../kube/kubeconfig.ts';
import type { Provider } from './provider.ts';
import { type ClusterRecord, clusterFiles } from './record.ts';

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
    // The copy of the user's credentials; the cluster itself stays as it is.
    async remove({ name }) {
      const { kubeconfig } = clusterFiles(context, name);
      await rm(path.dirname(kubeconfig), { recursive: true, force: true });
    },
    nodes: () => ({
      names: async () => [],
      addresses: async () => ({}),
      async command() {
        throw new UsageError('Nodes of a cluster given with --context cannot be entered.');
      },
    }),
    async kubeconfigs(record) {
      const text = await contextKubeconfig(context, record.context ?? '');
      refuseOther(record, await serverOfStart(context, record), serverOf(text));
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

/** The address of the only cluster in a kubeconfig; empty where it names none. */
export function serverOf(kubeconfig: string): string {
  return String(readKubeconfig(kubeconfig, 'the kubeconfig').clusters?.[0]?.cluster?.server ?? '');
}

/** Where the context led at the start: as the record says, or the copy that was made then. */
async function serverOfStart(
  context: Pick<Context, 'paths'>,
  { name, server }: Pick<ClusterRecord, 'name' | 'server'>,
): Promise<string | undefined> {
  if (server !== undefined) return server;
  const copy = await readText(clusterFiles(context, name).kubeconfig);
  return copy === undefined ? undefined : serverOf(copy);
}

/** A context is only a name: it may lead to another cluster than it did when the lab was started. */
function refuseOther(
  { context }: Pick<ClusterRecord, 'context'>,
  before: string | undefined,
  now: string,
): void {
  if (before === undefined || before === now) return;
  throw new InfrastructureError(
    `The context '${context}' leads to ${now} now; when the lab was started there, it led to ${before}.`,
    { next: 'Lead it there again, as by the KUBECONFIG of then, and run the command once more.' },
  );
}

/**
 * The record under which labs on the user's cluster are kept: the one that there is of this context,
 * else one whose name no other context has.
 */
export async function externalRecord(
  records: Pick<Store<ClusterRecord>, 'all'>,
  context: string,
  found: Pick<ClusterRecord, 'kubernetes' | 'cni' | 'server'>,
): Promise<ClusterRecord> {
  const known = (await records.all()).find(
    (record) => record.provider === 'external' && record.context === context,
  );
  return {
    name: known?.name ?? externalName(context),
    provider: 'external',
    mark: '',
    topology: 'external',
    image: '',
    own: false,
    phase: 'ready',
    created: known?.created ?? new Date().toISOString(),
    context,
    ...found,
  };
}

/** Readable, and of this context alone: `team/dev` and `team:dev` differ in the hash. */
export function externalName(context: string): string {
  const slug = context
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 30)
    .replaceAll(/^-|-$/g, '');
  const hash = createHash('sha256').update(context).digest('hex').slice(0, 10);
  return ['external', slug, hash].filter(Boolean).join('-');
}
