import { expect, test } from 'vitest';
import { execInSeeded, recordPods } from '../../src/grading/pods.ts';
import type { Failed } from '../../src/grading/verdict.ts';
import { type ExecInPod, ExecRefused, type ExecTarget } from '../../src/kube/exec.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, nothingRecorded, object } from './fakes.ts';
import { worded } from './worded.ts';

const containers = [{ name: 'main', image: 'busybox:1.37', command: ['sleep', '1d'] }];
const probe = {
  ...object('Pod', 'probe', 'orders'),
  spec: { containers },
  status: { phase: 'Running' },
};
const api = {
  ...object('Deployment', 'api', 'orders'),
  spec: { selector: { matchLabels: { app: 'api' } }, template: { spec: { containers } } },
};
const apiPod = { ...probe, metadata: { ...object('Pod', 'api-1', 'orders').metadata } };
const PROBE = { kind: 'Pod', name: 'probe', namespace: 'orders' };
const API = { kind: 'Deployment', name: 'api', namespace: 'orders' };

async function run(now: readonly KubeObject[], ref = PROBE, failures: Error[] = []) {
  const targets: ExecTarget[] = [];
  const exec: ExecInPod = async (target) => {
    targets.push(target);
    const failure = failures.shift();
    if (failure) throw failure;
    return { exitCode: 7, stdout: 'out', stderr: 'err' };
  };
  const pods = {
    'Pod/probe in orders': recordPods(probe),
    'Deployment/api in orders': recordPods(api),
  };
  const facts = fakeFacts({ ...fakeObjects(now), recorded: { ...nothingRecorded, pods } });
  return { outcome: await execInSeeded(facts, exec, ref, ['true']), targets };
}

test('a program runs in the seeded pod, and any exit code is an answer', async () => {
  const { outcome, targets } = await run([probe]);
  expect(outcome).toEqual({ exitCode: 7, stdout: 'out', stderr: 'err' });
  expect(targets).toEqual([{ namespace: 'orders', pod: 'probe', container: 'main' }]);
});

test.each([
  ['deleted', []],
  ['being deleted', [{ ...probe, metadata: { ...probe.metadata, deletionTimestamp: 'now' } }]],
  ['deleted and made again', [{ ...probe, metadata: { ...probe.metadata, uid: 'other' } }]],
  [
    'spec.containers[main].image: busybox:1.37 → nginx:1.29',
    [{ ...probe, spec: { containers: [{ ...containers[0], image: 'nginx:1.29' }] } }],
  ],
  [
    'spec.containers[main].command[1]: 1d → 1h',
    [{ ...probe, spec: { containers: [{ ...containers[0], command: ['sleep', '1h'] }] } }],
  ],
])("the learner's doing: %s", async (actual, now) => {
  const { outcome, targets } = await run(now as KubeObject[]);
  expect(worded(outcome as Failed)).toMatchObject({
    verdict: 'failed',
    expected: 'Pod/probe in orders is as it was at the start',
    actual: `Pod/probe in orders: ${actual}`,
  });
  expect(targets).toEqual([]);
});

test('of a workload, a pod that runs is taken', async () => {
  const ending = {
    ...apiPod,
    metadata: { ...apiPod.metadata, name: 'api-0', deletionTimestamp: 'now' },
  };
  const pending = {
    ...apiPod,
    metadata: { ...apiPod.metadata, name: 'api-2' },
    status: { phase: 'Pending' },
  };
  const { targets } = await run([api, ending, pending, apiPod], API);
  expect(targets).toEqual([{ namespace: 'orders', pod: 'api-1', container: 'main' }]);
});

test('a pod that is as it was and does not run is an error', async () => {
  const pending = { ...probe, status: { phase: 'Pending' } };
  await expect(run([pending])).rejects.toThrow('no running pod');
  await expect(run([api], API)).rejects.toThrow('no running pod');
});

test('a pod that was not recorded is our mistake', async () => {
  const ref = { ...PROBE, name: 'other' };
  await expect(run([probe], ref)).rejects.toThrow("not under 'probes:'");
});

test('a kubelet that does not know its pods yet is asked again, any other failure is thrown', async () => {
  const { outcome, targets } = await run([probe], PROBE, [
    new ExecRefused('Running', '404'),
    new ExecRefused('Running', '502'),
  ]);
  expect(outcome).toMatchObject({ exitCode: 7 });
  expect(targets.length).toBe(3);
  await expect(run([probe], PROBE, [new Error('no end after 5 s')])).rejects.toThrow('no end');
});
