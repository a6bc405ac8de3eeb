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

async function remove() {
  const { connection, resources } = shared.ground;
  const undo = { namespaces: [NAME], objects: [], onlyMarkedFor: undefined };
  await undoLab(testContext(), connection, resources, undo);
}

test('a namespace that is made again at once is not emptied for the last one of its name', async () => {
  await make();
  for (let time = 0; time < 3; time += 1) {
    const started = performance.now();
    await remove();
    expect(performance.now() - started).toBeLessThan(10_000);
    await make();
    // Longer than the namespace controller waits after a deletion.
    await sleep(5_500);
    const path = `/api/v1/namespaces/${NAME}/configmaps/kept`;
    expect((await shared.ground.connection.request('GET', path)).status).toBe(200);
  }
  await remove();
});
