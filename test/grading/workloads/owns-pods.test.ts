import { expect, test } from 'vitest';
import { isFailed } from '../../../src/grading/verdict.ts';
import { ownsPods } from '../../../src/grading/workloads/owns-pods.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';

const look = ownsPods('ReplicaSet/web in shop', 'Pod/a in shop', 'Pod/b in shop');

function set(observedGeneration = 1) {
  const one = object('ReplicaSet', 'web', 'shop');
  const metadata = { ...one.metadata, uid: 'uid-web', generation: 1 };
  return { ...one, metadata, spec: {}, status: { observedGeneration } };
}

function pod(name: string, owner?: string) {
  const one = object('Pod', name, 'shop');
  const ownerReferences = owner === undefined ? [] : [{ uid: owner, controller: true }];
  return { ...one, metadata: { ...one.metadata, ownerReferences } };
}

async function found(...objects: KubeObject[]) {
  const outcome = await look(fakeFacts(fakeObjects(objects)));
  return isFailed(outcome) ? outcome.actual : 'passed';
}

test('the pods are its own', async () => {
  expect(await found(set(), pod('a', 'uid-web'), pod('b', 'uid-web'))).toBe('passed');
});

test("a pod that is nobody's, another's or gone", async () => {
  expect(await found(set(), pod('a'), pod('b', 'uid-other'))).toBe(
    "Pod/a in shop is owned by nobody; Pod/b in shop is another workload's",
  );
  expect(await found(set(), pod('a', 'uid-web'))).toBe('Pod/b in shop was deleted');
});

test('no workload', async () => {
  expect(await found(pod('a'), pod('b'))).toBe('there is no ReplicaSet/web in shop');
});

test('looks again while the controller has not taken it in', async () => {
  let looks = 0;
  const before = fakeObjects([set(0), pod('a'), pod('b', 'uid-web')]);
  const after = fakeObjects([set(1), pod('a', 'uid-web'), pod('b', 'uid-web')]);
  const facts = fakeFacts({
    ...before,
    lag: 1,
    get: (ref) => {
      looks += 1;
      return (looks > 3 ? after : before).get(ref) as never;
    },
  });
  expect((await look(facts)).verdict).toBe('passed');
});
