import type { Connection } from '../kube/connection.ts';
import { watchCollection } from '../kube/watch.ts';
import { KINDS, type Source } from './source.ts';

export interface Watches {
  /** Watches it from now on, unless it is watched already. */
  open(source: Source): void;
  /** Whether the API server refuses to have it watched. */
  refuses(source: Source): boolean;
}

/** A change, and whether it was seen; not seen: some may have been missed. */
export type OnChange = (changed: Source, seen: boolean) => void;

/**
 * One watch for each kind: of the one namespace that is asked for, else of all. They end with the
 * signal.
 */
export function createWatches(
  connection: Connection,
  signal: AbortSignal,
  onChange: OnChange,
): Watches {
  const open = new Map<string, { namespace: string | undefined; stop: AbortController }>();
  const refused = new Set<string>();

  const start = (path: string, namespace: string | undefined) => {
    const stop = new AbortController();
    open.set(path, { namespace, stop });
    const missed = () => onChange({ path, namespace }, false);
    void watchCollection(
      connection,
      inNamespace(path, namespace),
      {
        opened: missed,
        lost: missed,
        changed: (object) => {
          // A kind that is served only now can be watched now.
          if (path === KINDS.path) refused.clear();
          onChange({ path, ...object }, true);
        },
        refused() {
          open.delete(path);
          refused.add(path);
          missed();
        },
      },
      AbortSignal.any([signal, stop.signal]),
    );
  };
  return {
    open({ path, namespace }) {
      if (refused.has(path)) return;
      const known = open.get(path);
      if (known && (known.namespace === undefined || known.namespace === namespace)) return;
      known?.stop.abort();
      start(path, known ? undefined : namespace);
    },
    // New kinds are rare: where they can't be watched, nothing else is polled for them.
    refuses: ({ path }) => path !== KINDS.path && refused.has(path),
  };
}

function inNamespace(path: string, namespace: string | undefined): string {
  if (namespace === undefined) return path;
  const [root, plural] = [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/'))];
  return `${root}/namespaces/${namespace}${plural}`;
}
