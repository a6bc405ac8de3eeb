import { expect, test } from 'vitest';
import { untouched } from '../../src/grading/untouched.ts';
import { normalise } from '../../src/kube/normalise.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, nothingRecorded, object } from './fakes.ts';
import { worded } from './worded.ts';

const REF = 'RoleBinding/auditors in orders';
const binding = {
  ...object('RoleBinding', 'auditors', 'orders'),
  subjects: [{ name: 'auditors' }],
};

function look(now: readonly KubeObject[], { owned = false } = {}, ...refs: string[]) {
  const recorded = { uid: binding.metadata.uid, owned, object: normalise(binding) };
  const facts = fakeFacts({
    ...fakeObjects(now),
    recorded: { ...nothingRecorded, objects: { [REF]: recorded } },
  });
  return untouched(REF, ...refs)(facts).then(worded);
}
const withMetadata = (metadata: object) =>
  ({ ...binding, metadata: { ...binding.metadata, ...metadata } }) as KubeObject;

test('passes when nothing changed', async () => {
  expect(await look([binding])).toMatchObject({ verdict: 'passed' });
  expect(await look([withMetadata({ resourceVersion: '77' })])).toMatchObject({
    verdict: 'passed',
  });
});

test.each([
  [
    'changed',
    { ...binding, subjects: [{ name: 'releaser' }] },
    'subjects[auditors]: {"name":"auditors"} was removed; subjects[releaser]: {"name":"releaser"} was added',
  ],
  ['made again', withMetadata({ uid: 'other' }), 'deleted and made again'],
  ['about to go', withMetadata({ deletionTimestamp: 'now' }), 'being deleted'],
  ['gone', object('RoleBinding', 'auditors', 'billing'), 'deleted'],
])('%s: failed, and says what', async (_name, now, actual) => {
  expect(await look([now])).toMatchObject({
    verdict: 'failed',
    expected: `as at the start: ${REF}`,
    actual: `${REF}: ${actual}`,
  });
});

test('what a controller makes anew keeps its name, not its uid', async () => {
  expect(await look([withMetadata({ uid: 'other' })], { owned: true })).toMatchObject({
    verdict: 'passed',
  });
});

test('an object that was not recorded is our mistake, not the learner’s', async () => {
  await expect(look([binding], {}, 'Role/auditor in orders')).rejects.toThrow("not under 'keep:'");
});
