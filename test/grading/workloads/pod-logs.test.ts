import { expect, test } from 'vitest';
import { passed } from '../../../src/grading/verdict.ts';
import { logsReached } from '../../../src/grading/workloads/pod-logs.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';

const owner = (uid: string) => [{ controller: true, uid }];
const object = (kind: string, name: string, owned: string | undefined) => ({
  kind,
  metadata: {
    ...{ name, namespace: 'shop', uid: name },
    ...(owned === undefined ? {} : { ownerReferences: owner(owned) }),
  },
});
const deployment = object('Deployment', 'web', undefined);
const set = object('ReplicaSet', 'web-1', 'web');

function facts(pods: string[], read: (name: string) => string) {
  const api = () => ({
    readNamespacedPodLog: async ({ name }: { name: string }) => read(name),
  });
  const signal = AbortSignal.timeout(50);
  const objects = [deployment, set, ...pods.map((name) => object('Pod', name, 'web-1'))];
  return fakeFacts({ ...fakeObjects(objects), api: api as never, signal });
}

const look = logsReached('Deployment/web in shop');

test('every pod has a log', async () => {
  expect(await look(facts(['a', 'b'], () => 'open\n'))).toEqual(passed());
});

test('a kubelet that refuses, or gets well, is asked again', async () => {
  let asked = 0;
  const read = () => {
    if (asked++ > 0) return 'open\n';
    throw Object.assign(new Error('refused'), { code: 401, body: '{"message": "Unauthorized"}' });
  };
  const given = { ...facts(['a'], read), signal: new AbortController().signal };
  expect(await look(given)).toEqual(passed());
});

test('no answer at all is not a refusal', async () => {
  const read = () => {
    throw new Error('no connection');
  };
  await expect(look(facts(['a'], read))).rejects.toThrow('no connection');
});
