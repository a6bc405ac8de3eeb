import { expect, test } from 'vitest';
import { changedOnly } from '../../src/grading/changed-only.ts';
import { normalise } from '../../src/kube/normalise.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, nothingRecorded, object } from './fakes.ts';
import { worded } from './worded.ts';

const REF = 'Deployment/web in shop';
const before = deployment({ replicas: 2, paused: false });

function deployment(spec: object, annotations?: object): KubeObject {
  const bare = object('Deployment', 'web', 'shop');
  const metadata = annotations ? { ...bare.metadata, annotations } : bare.metadata;
  return { ...bare, metadata, spec } as KubeObject;
}

function look(now: KubeObject | undefined) {
  const kept = { uid: before.metadata.uid, owned: false, object: normalise(before) };
  const facts = fakeFacts({
    ...fakeObjects(now ? [now] : []),
    recorded: { ...nothingRecorded, objects: { [REF]: kept } },
  });
  return changedOnly(REF, 'spec.replicas')(facts).then(worded);
}

test('what may change, notes and the object itself may', async () => {
  expect(await look(before)).toMatchObject({ verdict: 'passed' });
  const changed = deployment({ replicas: 5, paused: false }, { note: 'scaled' });
  expect(await look(changed)).toMatchObject({ verdict: 'passed' });
});

test('all else may not', async () => {
  expect(await look(deployment({ replicas: 5, paused: true }))).toMatchObject({
    verdict: 'failed',
    actual: `${REF}: spec.paused: false → true`,
  });
  expect(await look(undefined)).toMatchObject({ verdict: 'failed', actual: `${REF}: deleted` });
});

test('an object that was not recorded is a mistake of the lab', async () => {
  await expect(changedOnly('Deployment/other in shop')(fakeFacts())).rejects.toThrow('keep:');
});
