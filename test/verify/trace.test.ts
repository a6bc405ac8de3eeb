import { expect, test } from 'vitest';
import type { Ground } from '../../src/session/seed.ts';
import { differences, footprint } from '../../src/verify/trace.ts';

const pods = { kind: 'Pod', group: '', version: 'v1', plural: 'pods', namespaced: true };

/** What is there before and after somebody looked at a pod. */
async function traces(before: object, after: object): Promise<string[]> {
  const look = (pod: object) => {
    const request = async () => ({ status: 200, body: { items: [pod] } });
    const types = [{ ...pods, verbs: ['list', 'delete'] }];
    const ground = { connection: { request }, resources: { types } } as unknown as Ground;
    return footprint(ground, { namespaces: ['shop'] }, []);
  };
  return differences(await look(before), await look(after));
}

const pod = (change: object = {}, metadata: object = {}) => ({
  metadata: { name: 'web', namespace: 'shop', uid: '1', resourceVersion: '7', ...metadata },
  spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] },
  ...change,
});

test('what the cluster says of an object by itself is no trace', async () => {
  const later = pod({ status: { phase: 'Running' } }, { resourceVersion: '8' });
  expect(await traces(pod(), later)).toEqual([]);
});

test.each([
  ['a label', pod({}, { labels: { graded: 'yes' } })],
  ['another one of its name', pod({}, { uid: '2' })],
  ['its spec', pod({ spec: { containers: [] } })],
])('%s is', async (_what, after) => {
  expect(await traces(pod(), after)).toHaveLength(2);
});

test("the storage provisioner's pods are a trace only where no other lab is", async () => {
  const helper = pod({}, { name: 'helper-pod-create-pvc-1', namespace: 'local-path-storage' });
  const request = async () => ({ status: 200, body: { items: [helper] } });
  const types = [{ ...pods, verbs: ['list', 'delete'] }];
  const ground = { connection: { request }, resources: { types } } as unknown as Ground;
  const owns = { namespaces: ['shop'], objects: [] };
  expect(await footprint(ground, { namespaces: [] }, [])).not.toEqual([]);
  expect(await footprint(ground, { namespaces: [] }, [owns])).toEqual([]);
});
