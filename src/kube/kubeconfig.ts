import path from 'node:path';
import { dump, loadAll } from 'js-yaml';
import { UsageError } from '../errors.ts';

interface Named {
  name: string;
}

interface NamedCluster extends Named {
  cluster?: { server?: string; 'certificate-authority'?: string };
}

interface NamedUser extends Named {
  user?: { 'client-certificate'?: string; 'client-key'?: string; tokenFile?: string };
}

interface NamedContext extends Named {
  context?: { cluster?: string; user?: string };
}

/** A kubeconfig as it is written; fields that are not named here are kept. */
export interface Kubeconfig {
  apiVersion?: string;
  kind?: string;
  clusters?: NamedCluster[] | null;
  users?: NamedUser[] | null;
  contexts?: NamedContext[] | null;
  'current-context'?: string;
}

/** Reads a kubeconfig; an empty text is one. Throws UsageError, with the file, when it is none. */
export function readKubeconfig(text: string, file: string): Kubeconfig {
  let documents: unknown[];
  try {
    documents = loadAll(text);
  } catch (cause) {
    throw new UsageError(`${file} is not YAML, so it is left as it is.`, { cause });
  }
  // An empty file is one that nothing was added to yet.
  const value = documents[0] ?? {};
  if (documents.length > 1 || typeof value !== 'object' || Array.isArray(value)) {
    throw new UsageError(`${file} is not a kubeconfig, so it is left as it is.`);
  }
  return value as Kubeconfig;
}

export function writeKubeconfig(config: Kubeconfig): string {
  return dump({ apiVersion: 'v1', kind: 'Config', ...config });
}

/** One context with what it needs, as the current one; undefined when there is no such context. */
export function selectContext(config: Kubeconfig, name: string): Kubeconfig | undefined {
  const context = config.contexts?.find((candidate) => candidate.name === name);
  if (!context) return undefined;
  const named = <T extends Named>(list: T[] | null | undefined, wanted: string | undefined) =>
    (list ?? []).filter((entry) => entry.name === wanted);
  return {
    ...config,
    clusters: named(config.clusters, context.context?.cluster),
    users: named(config.users, context.context?.user),
    contexts: [context],
    'current-context': name,
  };
}

/** Several kubeconfigs as one; by kubectl's rule the first that names a thing wins. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  const first = <T extends Named>(lists: (T[] | null | undefined)[]): T[] => {
    const byName = new Map<string, T>();
    for (const entry of lists.flatMap((list) => list ?? [])) {
      if (!byName.has(entry.name)) byName.set(entry.name, entry);
    }
    return [...byName.values()];
  };
  const current = configs.map((config) => config['current-context']).find(Boolean);
  return {
    ...configs[0],
    clusters: first(configs.map(({ clusters }) => clusters)),
    users: first(configs.map(({ users }) => users)),
    contexts: first(configs.map(({ contexts }) => contexts)),
    ...(current === undefined ? {} : { 'current-context': current }),
  };
}

/** Files that a kubeconfig names relative to itself, by their whole path. */
export function withAbsolutePaths(config: Kubeconfig, folder: string): Kubeconfig {
  const absolute = <T extends object>(object: T | undefined, keys: readonly (keyof T)[]) =>
    object &&
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [
        key,
        keys.includes(key as keyof T) ? path.resolve(folder, String(value)) : value,
      ]),
    );
  return {
    ...config,
    clusters: (config.clusters ?? []).map((entry) => ({
      ...entry,
      cluster: absolute(entry.cluster, ['certificate-authority']) ?? {},
    })),
    users: (config.users ?? []).map((entry) => ({
      ...entry,
      user: absolute(entry.user, ['client-certificate', 'client-key', 'tokenFile']) ?? {},
    })),
  };
}
