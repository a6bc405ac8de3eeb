import { KnownError } from '../errors.ts';
import { type ApiService, isOwnGroup, servedByServices } from '../kube/api-services.ts';
import type { Connection } from '../kube/connection.ts';
import { refText } from '../lab/ref.ts';

/** The learner led a part of the API elsewhere: what is answered there says nothing of the cluster. */
export class LedElsewhere extends KnownError {
  override readonly name = 'LedElsewhere';
  readonly apiService: string;
  /** 'Service/mine in shop'. */
  readonly service: string;

  constructor({ metadata, spec }: ApiService) {
    const { name = '', namespace = '' } = spec.service ?? {};
    const service = refText({ kind: 'Service', name, namespace });
    super(`APIService/${metadata.name} leads to ${service}.`);
    this.apiService = metadata.name;
    this.service = service;
  }
}

const KEPT_MS = 1000;
/** Milliseconds are usual; whoever asks may have less patience. */
const MOST_MS = 10_000;
const OF_A_GROUP = /^\/apis?\//;

/**
 * A connection that believes nothing while one of the groups that Kubernetes serves itself is led to
 * a Service. Its requests throw LedElsewhere then.
 */
export function ownApi(connection: Connection, now: () => number): Connection {
  let looked = Number.NEGATIVE_INFINITY;
  let found: Promise<ApiService | undefined> = Promise.resolve(undefined);
  const look = async () =>
    (await servedByServices(connection, AbortSignal.timeout(MOST_MS))).find(({ spec }) =>
      isOwnGroup(spec.group),
    );
  return {
    server: connection.server,
    async request(method, path, options) {
      if (OF_A_GROUP.test(path)) {
        if (now() - looked > KEPT_MS) {
          looked = now();
          found = look();
          // One that could not look is no answer for the next.
          found.catch(() => {
            looked = Number.NEGATIVE_INFINITY;
          });
        }
        const elsewhere = await unlessAborted(found, options?.signal);
        if (elsewhere) throw new LedElsewhere(elsewhere);
      }
      return connection.request(method, path, options);
    },
  };
}

/** The look is shared, so no one's signal ends it. Where this one does, the request tells so itself. */
async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (!signal) return work;
  let stop = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
