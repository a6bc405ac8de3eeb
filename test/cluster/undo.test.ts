import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { undoLab } from '../../src/cluster/undo.ts';
import { expectOk } from '../../src/kube/connection.ts';
import { type SharedCluster, sharedCluster } from './cluster.ts';
import { testContext } from './context.ts';

let shared: SharedCluster;

beforeAll(async () => {
  shared = await sharedCluster();
});
afterAll(() => shared?.release());

const NAME = 'made-again';

async function post(path: string, object: object) {
  const { connection } = shared.ground;
  const body = JSON.stringify(object);
  expectOk(await connection.request('POST', path, { contentType: 'application/json', body }), path);
}

async function make() {
  await post('/api/v1/namespaces', { metadata: { name: NAME } });
  await post(`/api/v1/namespaces/${NAME}/configmaps`, { metadata: { name: 'kept' } });
}

async function remove(): Promise<number> {
  const { connection, resources } = shared.ground;
  const started = performance.now();
  const undo = { namespaces: [NAME], objects: [], onlyMarkedFor: undefined };
  await undoLab(testContext(), connection, resources, undo);
  return performance.now() - started;
}

test('a namespace that is made again is not emptied for the last one of its name', async () => {
  await make();
  await sleep(9_000);
  expect(await remove()).toBeLessThan(3_000);
  const removed = performance.now();
  await make();
  // The controller still has the first one in its queue: only it may let the second one go.
  await remove();
  expect(performance.now() - removed).toBeGreaterThan(4_000);
  await make();
  await sleep(2_000);
  const path = `/api/v1/namespaces/${NAME}/configmaps/kept`;
  expect((await shared.ground.connection.request('GET', path)).status).toBe(200);
  await remove();
});
