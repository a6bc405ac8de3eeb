import type https from 'node:https';
import type { HttpMethod, KubeConfig } from '@kubernetes/client-node';
import type { Agent } from 'undici';
import { InfrastructureError, Interrupted, messageOf } from '../errors.ts';

export interface RequestOptions {
  query?: Record<string, string>;
  /** Sent as it is. */
  body?: string;
  contentType?: string;
  accept?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Leave the body as the text that came. */
  raw?: boolean;
  /** Called with each line of a good answer as it comes; the answer has no body then. */
  onLine?: (line: string) => void;
}

/** What the API server answered; a refusal is an answer too. */
export interface Answer {
  status: number;
  contentType?: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the path that was asked
  body: any;
}

/** One warm connection to an API server: TLS is negotiated once, requests share it. */
export interface Connection {
  readonly server: string;
  /** Throws InfrastructureError when no answer came; any HTTP status is returned. */
  request(method: `${HttpMethod}`, path: string, options?: RequestOptions): Promise<Answer>;
}

export interface ConnectOptions {
  kubeconfig: string;
  context?: string;
  signal?: AbortSignal;
  /** How many are open at once; further requests wait. 24 when not said, null: any number. */
  connections?: number | null;
}

/** `kubeconfig` is the text of a kubeconfig, not its path. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  // Its 868 modules take a quarter of a second: only who asks a cluster waits for them.
  const { IsomorphicFetchHttpLibrary, KubeConfig, RequestContext } = await import(
    '@kubernetes/client-node'
  );
  const config = new KubeConfig();
  config.loadFromString(options.kubeconfig);
  if (options.context !== undefined) config.setCurrentContext(options.context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new InfrastructureError('The kubeconfig names no cluster.');
  const library = new IsomorphicFetchHttpLibrary();
  const authenticated = new RequestContext(server, 'GET');
  await config.applySecurityAuthentication(authenticated);
  const dispatcher = (await ownAgent(config, options.connections)) ?? authenticated.getDispatcher();
  const credentials = authenticated.getHeaders();

  return {
    server,
    async request(method, path, request = {}) {
      // Joined as text: a server may be reached under a path of its own.
      const url = new URL(server.replace(/\/$/, '') + path);
      for (const [key, value] of Object.entries(request.query ?? {}))
        url.searchParams.set(key, value);
      const context = new RequestContext(url.href, method);
      if (dispatcher) context.setDispatcher(dispatcher);
      const headers = {
        ...credentials,
        Accept: request.accept ?? 'application/json',
        ...(request.contentType === undefined ? {} : { 'Content-Type': request.contentType }),
        ...request.headers,
      };
      for (const [key, value] of Object.entries(headers)) context.setHeaderParam(key, value);
      if (request.body !== undefined) context.setBody(request.body);
      const signal = request.signal ?? options.signal;
      if (signal) context.setSignal(signal);
      try {
        const response = await library.send(context).toPromise();
        const lines = response.httpStatusCode < 300 ? request.onLine : undefined;
        if (lines) await eachLine(response.body.stream(), lines);
        const text = lines ? '' : await response.body.text();
        return {
          status: response.httpStatusCode,
          contentType: response.headers['content-type'],
          body: request.raw ? text : parse(text),
        };
      } catch (error) {
        if (options.signal?.aborted) throw new Interrupted();
        throw new InfrastructureError(`${method} ${url.href} got no answer: ${reasonOf(error)}.`, {
          next: 'Run `cka-lab status` to see whether the cluster runs.',
          cause: error,
        });
      }
    },
  };
}

async function eachLine(
  body: ReadableStream<Uint8Array> | null,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = '';
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  }
  if (rest !== '') onLine(rest);
}

const CONNECTIONS = 24;

/**
 * The client makes a new agent, and so a new TLS connection, for each request: ours is kept. It
 * speaks HTTP/1.1, since undici's HTTP/2 sessions end the process when they time out while idle.
 */
async function ownAgent(
  config: KubeConfig,
  connections: number | null = CONNECTIONS,
): Promise<Agent | undefined> {
  const options: https.RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const tls = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  const wanted = config.createDispatcherOptions(config.getCurrentCluster(), given);
  // Proxies are left to the client.
  if (wanted.type !== 'agent') return undefined;
  const { Agent } = await import('undici');
  return new Agent({ allowH2: false, connections, connect: wanted.connect as object });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** fetch says 'fetch failed' and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return messageOf(cause);
}

/** The body of an answer with a status under 300. Throws InfrastructureError otherwise. */
// biome-ignore lint/suspicious/noExplicitAny: see Answer
export function expectOk(answer: Answer, doing: string): any {
  if (answer.status < 300) return answer.body;
  throw new InfrastructureError(`${doing}: the API server answered ${describe(answer)}.`);
}

/** "409 AlreadyExists: namespaces "a" already exists". */
export function describe(answer: Answer): string {
  const { reason, message } = answer.body ?? {};
  return [`${answer.status}${reason ? ` ${reason}` : ''}`, message].filter(Boolean).join(': ');
}
