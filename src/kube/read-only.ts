import type * as Client from '@kubernetes/client-node';
import {
  createConfiguration,
  type RequestContext,
  ResponseContext,
  ServerConfiguration,
  wrapHttpLibrary,
} from '@kubernetes/client-node';
import type { Connection, RequestOptions } from './connection.ts';

// Reviews are asked by POST and store nothing.
const REVIEWS = [
  /^\/apis\/authorization\.k8s\.io\/v\d\w*\/(?:selfsubjectaccessreviews|subjectaccessreviews|selfsubjectrulesreviews)$/,
  /^\/apis\/authorization\.k8s\.io\/v\d\w*\/namespaces\/[^/]+\/localsubjectaccessreviews$/,
  /^\/apis\/authentication\.k8s\.io\/v\d\w*\/selfsubjectreviews$/,
];
// Reached by GET, and still able to change what is behind them.
const REACHES_THROUGH =
  /^\/api\/v1\/(?:namespaces\/[^/]+\/(?:pods|services)|nodes)\/[^/]+\/(?:exec|attach|portforward|proxy)(?:\/|$)/;

/** A grader's request would change the cluster. It was not sent. */
export class ReadOnlyViolation extends Error {
  override readonly name = 'ReadOnlyViolation';

  constructor(method: string, path: string) {
    super(`Graders only read: ${method} ${path} was not sent.`);
  }
}

/** Whether a request can change nothing: get, list, watch, and reviews of who may do what. */
export function onlyReads(method: string, path: string): boolean {
  // As the server will see it: no '..', no encoded letters.
  const seen = decodeURIComponent(new URL(path, 'https://server').pathname);
  if (method === 'GET' || method === 'HEAD') return !REACHES_THROUGH.test(seen);
  return method === 'POST' && REVIEWS.some((review) => review.test(seen));
}

/** The same connection for graders: what would change the cluster throws before it is sent. */
export function readOnly(connection: Connection): Connection {
  return {
    server: connection.server,
    async request(method, path, options) {
      if (!onlyReads(method, path)) throw new ReadOnlyViolation(method, path);
      return connection.request(method, path, options);
    },
  };
}

type ApiClasses = {
  [Name in keyof typeof Client as Name extends `${string}Api`
    ? Name
    : never]: (typeof Client)[Name];
};
/** Names of the generated clients: 'CoreV1Api', 'AppsV1Api' … */
export type ApiName = keyof ApiClasses;
export type Api<Name extends ApiName> = InstanceType<ApiClasses[Name]>;

// The generated clients insist on a whole address; the connection knows the real one.
const BASE = 'https://cluster';

/** A generated client whose requests go through this connection. */
export function typedApi<T>(
  apiClass: new (configuration: ReturnType<typeof createConfiguration>) => T,
  connection: Connection,
  signal?: AbortSignal,
): T {
  return new apiClass(
    createConfiguration({
      baseServer: new ServerConfiguration(BASE, {}),
      httpApi: wrapHttpLibrary({ send: (request) => send(request, connection, signal) }),
    }),
  );
}

async function send(
  request: RequestContext,
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<ResponseContext> {
  const { Accept: accept, 'Content-Type': contentType, ...headers } = request.getHeaders();
  const body = request.getBody();
  const options: RequestOptions = { raw: true, headers };
  if (accept !== undefined) options.accept = accept;
  if (contentType !== undefined) options.contentType = contentType;
  if (body !== undefined) options.body = String(body);
  const abort = request.getSignal() ?? signal;
  if (abort) options.signal = abort;
  const path = request.getUrl().slice(BASE.length);
  const answer = await connection.request(request.getHttpMethod(), path, options);
  const bytes = Buffer.from(answer.body);
  return new ResponseContext(
    answer.status,
    { 'content-type': answer.contentType ?? 'application/json' },
    {
      text: async () => answer.body,
      binary: async () => bytes,
      stream: () => new Blob([bytes]).stream(),
    },
  );
}
