import { expect, test } from 'vitest';
import type { Facts } from '../../../src/grading/facts.ts';
import { failed, passed } from '../../../src/grading/verdict.ts';
import { onceRolledOut, rolledOut } from '../../../src/grading/workloads/rolled-out.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { aPod, aReplicaSet, made, owned } from './objects.ts';

type Json = Record<string, unknown>;

const REF = 'Deployment/web in shop';
const complete = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

/** A Deployment of two pods, rolled out unless the status or the pods say something else. */
function aDeployment(
  status: Json = {},
  { spec = {}, pod = {}, metadata = {} }: Record<string, Json> = {},
): KubeObject[] {
  const web = made(
    'Deployment',
    'web',
    { spec: { replicas: 2, ...spec }, status: { ...complete, ...status } },
    { generation: 2, ...metadata },
  );
  const [older, newest] = [aReplicaSet(web, 2), aReplicaSet(web, 10)];
  return [
    web,
    older,
    newest,
    aPod(older, 'old', { container: { state: { waiting: { reason: 'CrashLoopBackOff' } } } }),
    aPod(newest, 'one', pod as Record<string, Json>),
    aPod(newest, 'two'),
  ];
}

/** What comes out, and how many times it was looked. */
async function look(
  objects: KubeObject[] | KubeObject[][],
  {
    ref = REF,
    seconds = 0.3,
    replicas,
  }: { ref?: string; seconds?: number; replicas?: number } = {},
) {
  const rounds = (Array.isArray(objects[0]) ? objects : [objects]) as KubeObject[][];
  let count = 0;
  const now = () => fakeObjects(rounds[Math.min(count, rounds.length) - 1] ?? []);
  const get: Facts['get'] = (wanted) => {
    count += 1;
    return now().get(wanted) as never;
  };
  const facts = fakeFacts({ get, list: (kind, options) => now().list(kind, options) as never });
  const asked = replicas === undefined ? { seconds } : { seconds, replicas };
  const outcome = await rolledOut(ref, asked)(facts);
  return { outcome, count, actual: outcome.verdict === 'failed' ? outcome.actual : undefined };
}

test('a Deployment that is rolled out passes at once', async () => {
  const { outcome, count } = await look(aDeployment());
  expect(outcome.verdict).toBe('passed');
  expect(count).toBe(1);
});

test('as many pods as asked', async () => {
  expect((await look(aDeployment(), { replicas: 2 })).outcome.verdict).toBe('passed');
  expect(await look(aDeployment(), { replicas: 3 })).toMatchObject({
    outcome: { expected: expect.stringContaining('its 3 pods') },
    actual: 'it asks for 2 pods',
    count: 1,
  });
});

const waits = (reason: string) => ({ pod: { container: { state: { waiting: { reason } } } } });

test.each<[string, KubeObject[], string]>([
  ['nothing there', [], 'there is no Deployment/web in shop'],
  [
    'deleted',
    aDeployment({}, { metadata: { deletionTimestamp: 'now' } }),
    'the Deployment is being deleted',
  ],
  ['no pods', aDeployment({}, { spec: { replicas: 0 } }), 'it asks for no pods'],
  [
    'past the deadline',
    aDeployment({ updatedReplicas: 1, conditions: [{ reason: 'ProgressDeadlineExceeded' }] }),
    '1 of 2 pods are of the newest revision; it is past its progress deadline',
  ],
  [
    'paused',
    aDeployment({ updatedReplicas: 0 }, { spec: { paused: true } }),
    '0 of 2 pods are of the newest revision; the rollout is paused',
  ],
  ...['ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'CrashLoopBackOff'].map(
    (reason): [string, KubeObject[], string] => [
      reason,
      aDeployment({ availableReplicas: 1 }, waits(reason)),
      `1 of 2 pods are ready; the container app of one waits: ${reason}`,
    ],
  ),
])('%s is decided at once', async (_title, objects, actual) => {
  expect(await look(objects)).toMatchObject({ actual, count: 1 });
});

test.each<[string, KubeObject[], string]>([
  [
    'not taken in',
    aDeployment({ observedGeneration: 1 }),
    'its controller has not taken in the last change',
  ],
  ['old pods left', aDeployment({ replicas: 3 }), 'there are 3 pods, where 2 are wanted'],
  ['not ready', aDeployment({ availableReplicas: 1 }), '1 of 2 pods are ready'],
  [
    'a key missing',
    aDeployment({ availableReplicas: 1 }, waits('CreateContainerConfigError')),
    '1 of 2 pods are ready; the container app of one waits: CreateContainerConfigError',
  ],
  [
    'no room',
    aDeployment(
      { availableReplicas: 1 },
      { pod: { status: { conditions: [{ reason: 'Unschedulable' }] } } },
    ),
    '1 of 2 pods are ready; no node takes the pod one',
  ],
])('%s is looked at again, until the time is up', async (_title, objects, actual) => {
  const found = await look(objects);
  expect(found.actual).toBe(actual);
  expect(found.count).toBeGreaterThan(1);
  expect((await look([objects, aDeployment()])).outcome.verdict).toBe('passed');
});

test('trouble of an older revision does not count', async () => {
  expect((await look(aDeployment({ availableReplicas: 1 }))).actual).toBe('1 of 2 pods are ready');
});

test('what a quota refuses is told, in the words of who was refused', async () => {
  const message = 'pods "web-10-" is forbidden: exceeded quota: budget';
  const objects = aDeployment({ updatedReplicas: 1 });
  const tell = (name: string, status: string) => {
    const conditions = [{ type: 'ReplicaFailure', status, message }];
    return objects.map((one) =>
      one.metadata.name === name ? { ...one, status: { conditions } } : one,
    );
  };
  const behind = '1 of 2 pods are of the newest revision';
  expect((await look(tell('web-10', 'True'))).actual).toBe(`${behind}; ${message}`);
  expect((await look(tell('web-10', 'False'))).actual).toBe(behind);
  expect((await look(tell('web-2', 'True'))).actual).toBe(behind);
});

test('a container that has just started must stay', async () => {
  const young = { state: { running: { startedAt: new Date().toISOString() } } };
  const ends = aDeployment({ availableReplicas: 1 }, waits('CrashLoopBackOff'));
  const started = aDeployment({}, { pod: { container: young } });
  expect((await look([started, ends])).actual).toContain('CrashLoopBackOff');
  const stayed = await look(started, { seconds: 5 });
  expect(stayed.outcome.verdict).toBe('passed');
  expect(stayed.count).toBeGreaterThan(1);
});

test('a clock that is ahead of ours is not waited for', async () => {
  const startedAt = new Date(Date.now() + 60_000).toISOString();
  const objects = aDeployment({}, { pod: { container: { state: { running: { startedAt } } } } });
  expect(await look(objects)).toMatchObject({ outcome: { verdict: 'passed' }, count: 1 });
});

function aStatefulSet(status: Json = {}): KubeObject[] {
  const db = made(
    'StatefulSet',
    'db',
    { spec: { replicas: 2 }, status: { ...complete, updateRevision: 'db-b', ...status } },
    { generation: 2 },
  );
  const at = (hash: string) => ({ labels: { 'controller-revision-hash': hash } });
  return [db, aPod(db, 'db-0', at('db-b')), aPod(db, 'db-1', at(status.held ? 'db-a' : 'db-b'))];
}

test('a StatefulSet', async () => {
  const ref = 'StatefulSet/db in shop';
  expect((await look(aStatefulSet(), { ref })).outcome.verdict).toBe('passed');
  // A partition holds a pod back.
  const held = await look(aStatefulSet({ updatedReplicas: 1, held: true }), { ref });
  expect(held.actual).toBe('1 of 2 pods are of the newest revision');
});

function aDaemonSet(status: Json = {}): KubeObject[] {
  const counts = { desiredNumberScheduled: 2, currentNumberScheduled: 2, numberAvailable: 2 };
  const agent = made(
    'DaemonSet',
    'agent',
    {
      spec: {},
      status: { observedGeneration: 1, updatedNumberScheduled: 2, ...counts, ...status },
    },
    { generation: 1 },
  );
  const revision = (number: number, hash: string) =>
    made(
      'ControllerRevision',
      `agent-${hash}`,
      { revision: number },
      { labels: { 'controller-revision-hash': hash }, ...owned(agent) },
    );
  const at = (hash: string) => ({ labels: { 'controller-revision-hash': hash } });
  return [
    agent,
    revision(1, 'a'),
    revision(2, 'b'),
    ...['one', 'two'].map((name) => aPod(agent, name, at('b'))),
    aPod(agent, 'old', at('a')),
  ];
}

test('a DaemonSet', async () => {
  const ref = 'DaemonSet/agent in shop';
  expect((await look(aDaemonSet(), { ref, replicas: 2 })).outcome.verdict).toBe('passed');
  const actual = async (status: Json) => (await look(aDaemonSet(status), { ref })).actual;
  expect(await actual({ updatedNumberScheduled: 1 })).toBe(
    '1 of 2 pods are of the newest revision',
  );
  expect(await actual({ numberMisscheduled: 1 })).toBe('there are 3 pods, where 2 are wanted');
  expect(await actual({ desiredNumberScheduled: 0 })).toBe('it asks for no pods');
});

test('a ReplicaSet, whose pods may be older than its template', async () => {
  const ref = 'ReplicaSet/web in shop';
  const template = { spec: { containers: [{ name: 'app', image: 'nginx:1.29', resources: {} }] } };
  const set = made(
    'ReplicaSet',
    'web',
    { spec: { replicas: 2, template }, status: complete },
    { generation: 2 },
  );
  const of = (image: string) => ({
    spec: { containers: [{ name: 'app', image, volumeMounts: [] }] },
  });
  const pods = (image: string) => [aPod(set, 'one', of('nginx:1.29')), aPod(set, 'two', of(image))];
  expect((await look([set, ...pods('nginx:1.29')], { ref })).outcome.verdict).toBe('passed');
  expect(await look([set, ...pods('nginx:1.28')], { ref })).toMatchObject({
    actual: '1 of 2 pods are of the newest revision',
    count: 1,
  });
});

test('anything else is a mistake in the grader', () => {
  expect(() => rolledOut('Pod/web in shop')).toThrow('nothing that is rolled out');
});

test('a workload that is not rolled out is not looked into', async () => {
  const [good, bad] = [async () => passed(), async () => failed({ expected: 'a', actual: 'b' })];
  const never = async () => {
    throw new Error('looked');
  };
  expect(await onceRolledOut(bad, never)(fakeFacts())).toMatchObject({ actual: 'b' });
  expect(await onceRolledOut(good, bad)(fakeFacts())).toMatchObject({ actual: 'b' });
  expect(await onceRolledOut(good, good)(fakeFacts())).toMatchObject({ verdict: 'passed' });
});
