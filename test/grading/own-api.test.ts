import { expect, test } from 'vitest';
import { LedElsewhere, ownApi } from '../../src/grading/own-api.ts';
import { attempt } from '../../src/grading/run.ts';
import type { Answer, Connection } from '../../src/kube/connection.ts';
import { fakeFacts } from './fakes.ts';

const service = { name: 'mine', namespace: 'shop' };
const apiService = (name: string, group: string, spec: object = {}) => ({
  metadata: { name },
  spec: { group, ...spec },
});

/** An API server with these APIServices, and what it was asked. */
function server(items: object[], status = 200) {
  const asked: string[] = [];
  const connection: Connection = {
    server: 'https://demo',
    async request(_method, path): Promise<Answer> {
      asked.push(path);
      return path.endsWith('/apiservices')
        ? { status, body: { items } }
        : { status: 200, body: 'answered' };
    },
  };
  return { asked, connection };
}

const SARS = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
const authorization = apiService('v1.authorization.k8s.io', 'authorization.k8s.io', { service });

test('nothing is believed while a group of Kubernetes is led elsewhere', async () => {
  const { connection } = server([apiService('v1.apps', 'apps'), authorization]);
  const own = ownApi(connection, () => 0);
  await expect(own.request('POST', SARS)).rejects.toThrow(
    'APIService/v1.authorization.k8s.io leads to Service/mine in shop.',
  );
  await expect(own.request('GET', '/api/v1/pods')).rejects.toBeInstanceOf(LedElsewhere);
  expect((await own.request('GET', '/readyz')).body).toBe('answered');
});

test.each([
  ['all is served here', [apiService('v1.apps', 'apps', { service: null })], 200],
  [
    'others serve groups of their own',
    [apiService('v1beta1.metrics.k8s.io', 'metrics.k8s.io', { service })],
    200,
  ],
  ['it may not be looked at', [authorization], 403],
])('answers count where %s', async (_title, items, status) => {
  const own = ownApi(server(items, status).connection, () => 0);
  expect((await own.request('GET', '/apis/apps/v1/deployments')).body).toBe('answered');
});

test('it is looked at once a second', async () => {
  const { connection, asked } = server([]);
  let now = 0;
  const own = ownApi(connection, () => now);
  await Promise.all([own.request('GET', '/api/v1/pods'), own.request('GET', '/api/v1/nodes')]);
  now = 900;
  await own.request('GET', '/api/v1/pods');
  expect(asked.filter((path) => path.endsWith('/apiservices'))).toHaveLength(1);
  now = 1100;
  await own.request('GET', '/api/v1/pods');
  expect(asked.filter((path) => path.endsWith('/apiservices'))).toHaveLength(2);
});

test('one that could not look is looked at anew', async () => {
  const { connection } = server([]);
  let broken = true;
  const flaky: Connection = {
    ...connection,
    async request(...args) {
      if (broken) throw new Error('no way');
      return connection.request(...args);
    },
  };
  const own = ownApi(flaky, () => 0);
  await expect(own.request('GET', '/api/v1/pods')).rejects.toThrow('no way');
  broken = false;
  expect((await own.request('GET', '/api/v1/pods')).body).toBe('answered');
});

test('who asks need not wait for the look', async () => {
  const { connection } = server([authorization]);
  const silent: Connection = {
    ...connection,
    async request(method, path, options) {
      if (path.endsWith('/apiservices')) return new Promise(() => {});
      if (options?.signal?.aborted) throw new Error('given up');
      return connection.request(method, path, options);
    },
  };
  const asked = ownApi(silent, () => 0).request('GET', '/api/v1/pods', {
    signal: AbortSignal.timeout(50),
  });
  await expect(asked).rejects.toThrow('given up');
});

test("it is the learner's doing, and no error", async () => {
  const check = {
    ...{ id: 'x', kind: 'check' as const, part: null, points: 1, title: 'X', after: [] },
    deadline: 1,
    look: async () => {
      throw new LedElsewhere(authorization as never);
    },
  };
  expect(await attempt(check, fakeFacts(), new AbortController().signal)).toMatchObject({
    verdict: 'failed',
    expected: 'the API server itself serves v1.authorization.k8s.io',
    actual: 'APIService/v1.authorization.k8s.io leads to Service/mine in shop',
  });
});
