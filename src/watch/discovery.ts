import type { Answer, Connection } from '../kube/connection.ts';

/** Checks that look at the same time ask for the served kinds once. */
const SHARED_MS = 1000;

/** The same connection; discovery, the longest answer there is, is shared for a second. */
export function sharingDiscovery(connection: Connection, now: () => number): Connection {
  const asked = new Map<string, { at: number; answer: Promise<Answer> }>();
  return {
    server: connection.server,
    request(method, path, { signal, ...options } = {}) {
      if (path !== '/api' && path !== '/apis') {
        return connection.request(method, path, { ...options, ...(signal ? { signal } : {}) });
      }
      const before = asked.get(path);
      if (before && now() - before.at < SHARED_MS) return before.answer;
      // No single check's time ends it.
      const answer = connection.request(method, path, options);
      asked.set(path, { at: now(), answer });
      answer.catch(() => asked.delete(path));
      return answer;
    },
  };
}
