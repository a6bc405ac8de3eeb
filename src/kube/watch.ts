import { pause } from '../host/pause.ts';
import { type Answer, type Connection, describe } from './connection.ts';

/** What a watch tells. Of objects it knows only where and what they are called. */
export interface WatchListener {
  /** From now on each change is told; some may have been missed until now. */
  opened(): void;
  /** An object was made, changed or deleted. */
  changed(object: { name: string; namespace?: string | undefined }): void;
  /** No answer comes; it is tried again until `opened`. */
  lost(): void;
  /** The API server can't watch this, or not for us. Nothing more is told. */
  refused(why: string): void;
}

const AS = (kind: string) =>
  `application/json;as=${kind};g=meta.k8s.io;v=v1,application/json` as const;
const LONGEST_WAIT_MS = 4000;
const FIRST_WAIT_MS = 250;
/** A watch that ends sooner was not ended by the API server's own time limit. */
const LASTING_MS = 10_000;

/**
 * Watches a collection, '/api/v1/namespaces/orders/pods', until the signal is aborted. However a
 * watch ends (the server's time limit, 410 Gone, an outage, a restored etcd whose versions went
 * back), the next one starts from a fresh list.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function watchCollection(
  connection: Connection,
  path: string,
  listener: WatchListener,
  signal: AbortSignal,
): Promise<void> {
  let wait = 0;
  let isLost = false;
  const opened = () => {
    isLost = false;
    listener.opened();
  };
  while (!signal.aborted) {
    const started = performance.now();
    try {
      const refusal = await watchOnce(connection, path, { ...listener, opened }, signal);
      if (refusal !== undefined) return listener.refused(refusal);
    } catch {
      if (signal.aborted) return;
      if (!isLost) listener.lost();
      isLost = true;
    }
    const lasted = performance.now() - started > LASTING_MS;
    wait = lasted ? 0 : Math.min(Math.max(wait * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
    await pause(wait, signal).catch(() => {});
  }
}

/** Until the watch ends; returns why it is refused for good. Throws when it is to be tried again. */
async function watchOnce(
  connection: Connection,
  path: string,
  listener: WatchListener,
  signal: AbortSignal,
): Promise<string | undefined> {
  const list = await connection.request('GET', path, {
    query: { limit: '1' },
    accept: AS('PartialObjectMetadataList'),
    signal,
  });
  if (isFinal(list)) return describe(list);
  const resourceVersion = okOrThrow(list).body?.metadata?.resourceVersion;
  if (typeof resourceVersion !== 'string') return 'its list has no resourceVersion';
  listener.opened();
  const watch = await connection.request('GET', path, {
    // A bookmark comes about once a minute: a quiet watch isn't taken for a dead one.
    query: { watch: 'true', allowWatchBookmarks: 'true', resourceVersion },
    accept: AS('PartialObjectMetadata'),
    signal,
    onLine: (line) => tell(line, listener),
  });
  if (isFinal(watch)) return describe(watch);
  okOrThrow(watch);
  return undefined;
}

function tell(line: string, listener: WatchListener): void {
  const { type, object } = JSON.parse(line);
  // An ERROR, such as 410 Gone, is the last event of a watch.
  if (type === 'BOOKMARK' || type === 'ERROR') return;
  listener.changed({ name: object.metadata.name, namespace: object.metadata.namespace });
}

/** Asking again would not help: no such collection, no such verb, no right to it. */
function isFinal({ status }: Answer): boolean {
  return status >= 400 && status < 500 && ![401, 408, 409, 410, 429].includes(status);
}

function okOrThrow(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw new Error(describe(answer));
}
