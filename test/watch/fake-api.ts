import { InfrastructureError } from '../../src/errors.ts';
import type { Connection } from '../../src/kube/connection.ts';

const KINDS = { ConfigMap: 'configmaps', Pod: 'pods' };

export interface FakeApi extends Connection {
  /** All that was asked, watches as 'WATCH /api/v1/pods'. */
  readonly asked: string[];
  put(plural: string, namespace: string, name: string): void;
  remove(plural: string, namespace: string, name: string): void;
  /** While it is down no request gets an answer; watches end. */
  down(isDown: boolean): void;
  /** Ends all watches as the API server does after its time limit. */
  endWatches(): void;
  /** Writes a line to all watches. */
  send(line: string): void;
  /** Collections whose watch is refused. */
  readonly unwatchable: Set<string>;
  /** Watches that are open now. */
  watches(): string[];
}

interface Watcher {
  path: string;
  onLine: (line: string) => void;
  end: (error?: Error) => void;
}

/** ConfigMaps and pods, and nothing else, with list, get and watch. */
export function fakeApi(): FakeApi {
  const objects = new Map<string, { name: string; namespace: string; plural: string }>();
  const watchers = new Set<Watcher>();
  const asked: string[] = [];
  const unwatchable = new Set<string>();
  let isDown = false;
  const noAnswer = () => new InfrastructureError('got no answer: refused');
  const tell = (type: string, plural: string, namespace: string, name: string) => {
    for (const { path, onLine } of watchers) {
      if (path !== `/api/v1/${plural}` && path !== `/api/v1/namespaces/${namespace}/${plural}`)
        continue;
      onLine(JSON.stringify({ type, object: { metadata: { name, namespace } } }));
    }
  };
  const end = (error?: Error) => {
    for (const watcher of [...watchers]) watcher.end(error);
  };
  return {
    server: 'https://fake',
    asked,
    unwatchable,
    watches: () => [...watchers].map(({ path }) => path),
    async request(method, path, { query = {}, onLine, signal } = {}) {
      asked.push(`${query.watch ? 'WATCH' : method} ${path}`);
      if (isDown) throw noAnswer();
      if (query.watch && onLine) {
        if (unwatchable.has(path)) return { status: 405, body: { reason: 'MethodNotAllowed' } };
        await new Promise<void>((resolve, reject) => {
          const watcher: Watcher = {
            path,
            onLine,
            end(error) {
              watchers.delete(watcher);
              if (error) reject(error);
              else resolve();
            },
          };
          watchers.add(watcher);
          signal?.addEventListener('abort', () => watcher.end(new Error('aborted')));
        });
        return { status: 200, body: '' };
      }
      if (path === '/api') return { status: 200, body: { items: [discovered()] } };
      if (path === '/apis') return { status: 200, body: { items: [] } };
      const [, namespace, plural, name] =
        /^\/api\/v1(?:\/namespaces\/([^/]+))?\/(configmaps|pods)(?:\/(.+))?$/.exec(path) ?? [];
      if (!plural) return { status: 404, body: { reason: 'NotFound' } };
      const found = [...objects.values()].filter(
        (one) =>
          one.plural === plural &&
          (!namespace || one.namespace === namespace) &&
          (!name || one.name === name),
      );
      if (name && found.length === 0) return { status: 404, body: { reason: 'NotFound' } };
      const items = found.map((one) => ({ metadata: { ...one, uid: one.name } }));
      return {
        status: 200,
        body: name ? items[0] : { metadata: { resourceVersion: '7' }, items },
      };
    },
    put(plural, namespace, name) {
      objects.set(`${plural}/${namespace}/${name}`, { plural, namespace, name });
      tell('ADDED', plural, namespace, name);
    },
    remove(plural, namespace, name) {
      objects.delete(`${plural}/${namespace}/${name}`);
      tell('DELETED', plural, namespace, name);
    },
    down(now) {
      isDown = now;
      if (now) end(noAnswer());
    },
    endWatches: () => end(),
    send(line) {
      for (const { onLine } of watchers) onLine(line);
    },
  };
}

function discovered() {
  const resources = Object.entries(KINDS).map(([kind, resource]) => ({
    resource,
    responseKind: { kind },
    scope: 'Namespaced',
    verbs: ['get', 'list', 'watch'],
  }));
  return { metadata: { name: '' }, versions: [{ version: 'v1', resources }] };
}
