import { describe, expect, test } from 'vitest';
import type { NodeReader } from '../../../src/grading/node.ts';
import { leads, soonAfter } from '../../../src/grading/nodes/component.ts';
import { nodeFilesKept } from '../../../src/grading/nodes/files-kept.ts';
import { flagsOf, runsAsBefore } from '../../../src/grading/nodes/settings.ts';
import { failed, passed } from '../../../src/grading/verdict.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { worded } from '../worded.ts';

const OLD = '-rw------- 1 root root 10 1000000000 kube-scheduler.yaml\n';
const STATIC = 'f0f0c39297239506839dc4444b6b74a0';

interface Given {
  uid?: string;
  image?: string;
  args?: string[];
  /** How long ago, in seconds. */
  created?: number;
}

function container({ uid = STATIC, created = 60 }: Given = {}): object {
  return {
    id: 'c1',
    createdAt: String((Date.now() - created * 1000) * 1e6),
    metadata: { name: 'kube-scheduler' },
    image: { image: 'sha256:1', userSpecifiedImage: 'scheduler:v1' },
    labels: { 'io.kubernetes.pod.namespace': 'kube-system', 'io.kubernetes.pod.uid': uid },
  };
}

function node(given: Given | undefined, listed = OLD): NodeReader {
  const { image = 'scheduler:v1', args = ['kube-scheduler', '--a=1'] } = given ?? {};
  const inspected = { status: { image: { image } }, info: { runtimeSpec: { process: { args } } } };
  return {
    read: async () => undefined,
    run: async ([program, command]) => {
      const found = { containers: given ? [container(given)] : [] };
      const crictl = JSON.stringify(command === 'inspect' ? inspected : found);
      return { exitCode: 0, stdout: program === 'crictl' ? crictl : listed, stderr: '' };
    },
  };
}

function lease(renewed: number, holder = 'n_1') {
  const renewTime = new Date(Date.now() - renewed * 1000).toISOString();
  const metadata = { name: 'kube-scheduler', namespace: 'kube-system', uid: '1' };
  return { kind: 'Lease', metadata, spec: { renewTime, holderIdentity: holder } };
}

describe('a component that leads', () => {
  const look = leads('kube-scheduler', 'n');

  test.each([
    ['runs and leads', {}, lease(1), undefined],
    ['does not run', undefined, lease(1), 'no kube-scheduler runs'],
    [
      'is a pod of the API server',
      { uid: '2d4f-1' },
      lease(1),
      'no kube-scheduler runs as a static pod',
    ],
    [
      'was just started, after somebody else led',
      { created: 2 },
      lease(4),
      'it runs, and does not renew its Lease',
    ],
    ['lost its Lease', {}, lease(50), 'it runs, and does not renew its Lease'],
    ['stands by', {}, lease(1, 'laptop_1'), 'it runs, and its Lease is held by laptop_1'],
    ['has none', {}, undefined, 'it runs, and does not renew its Lease'],
  ])('%s', async (_case, given, held, actual) => {
    const facts = fakeFacts({
      node: () => node(given),
      ...fakeObjects(held ? [held] : []),
    });
    const outcome = await look(facts);
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(outcome).toMatchObject({ actual });
  });

  test('one whose manifest was just changed is waited for', async () => {
    let asked = 0;
    const now = `-rw------- 1 root root 10 ${Math.round(Date.now() / 1000) - 3} kube-scheduler.yaml\n`;
    const facts = fakeFacts({
      node: () => node(asked++ > 1 ? { created: 1 } : undefined, now),
      get: async () => lease(0.2) as never,
    });
    expect(await look(facts)).toEqual(passed());
  });
});

test('what ran from a former manifest is looked at until it has been stopped', async () => {
  let asked = 0;
  const seconds = Math.round(Date.now() / 1000) - 5;
  const now = `-rw------- 1 root root 10 ${seconds} kube-scheduler.yaml\n`;
  const facts = fakeFacts({
    node: () => node({ created: asked++ > 1 ? 2 : 60 }, now),
    get: async () => lease(0.2) as never,
  });
  expect(await leads('kube-scheduler', 'n')(facts)).toEqual(passed());
  expect(asked).toBe(3);
});

test.each([
  ['was just started is looked at again', 2, 3],
  ['has run for long is looked at once', 60, 1],
])('what needs a component that %s', async (_case, created, looks) => {
  let asked = 0;
  const look = async () =>
    ++asked < 3 ? failed({ expected: 'back', actual: 'not yet' }) : passed();
  const facts = fakeFacts({ node: () => node({ created }) });
  await soonAfter('kube-scheduler', 10, look)(facts);
  expect(asked).toBe(looks);
});

describe('settings', () => {
  test('flags are the same however they are written', () => {
    const one = ['x', '--b=2', '--leader-elect', '--a=1'];
    const other = ['x', '-a', '1', '--leader-elect=true', '--v=4', '--b', '2', '--vmodule=a=1'];
    expect(flagsOf(other)).toEqual(flagsOf(one));
    expect(flagsOf(one)).toEqual(['--a=1', '--b=2', '--leader-elect=true']);
  });

  const before = JSON.stringify({
    name: 'kube-scheduler',
    image: 'scheduler:v1',
    args: ['x', '--a=1'],
  });
  const look = runsAsBefore('kube-scheduler', () => `${before}\nother lines\n`);

  test.each([
    ['as before', {}, undefined],
    [
      'another image',
      { image: 'scheduler:v2' },
      'kube-scheduler: image: scheduler:v1 → scheduler:v2',
    ],
    ['a flag less', { args: ['x'] }, 'kube-scheduler: --a: 1 was removed'],
    ['another value', { args: ['x', '--a=2'] }, 'kube-scheduler: --a: 1 → 2'],
    ['not running', undefined, 'no kube-scheduler runs as a static pod'],
  ])('%s', async (_case, given, actual) => {
    const outcome = await look(fakeFacts({ node: () => node(given) }));
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(worded(outcome)).toMatchObject({ actual });
  });

  test('what was not kept is an error', async () => {
    const unknown = runsAsBefore('etcd', () => before);
    await expect(unknown(fakeFacts({ node: () => node({}) }))).rejects.toThrow('not kept');
  });
});

describe('files of a node', () => {
  const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];
  const kept = () => `{"name": "x"}\n${one}  /etc/x.yaml\n${other}  /etc/y.yaml\n`;

  test.each([
    ['as before', `${one}  /etc/x.yaml\n${other}  /etc/y.yaml\n`, undefined],
    ['changed', `${other}  /etc/x.yaml\n${other}  /etc/y.yaml\n`, '/etc/x.yaml: changed'],
    ['gone', `${other}  /etc/y.yaml\n`, '/etc/x.yaml: gone'],
  ])('%s', async (_case, listed, actual) => {
    const look = nodeFilesKept('worker', kept, '/etc/x.yaml', '/etc/y.yaml');
    const outcome = await look(fakeFacts({ node: () => node(undefined, listed) }));
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(outcome).toMatchObject({ actual });
  });

  test('one that was not recorded is an error', async () => {
    const look = nodeFilesKept('worker', kept, '/etc/z.yaml');
    await expect(look(fakeFacts())).rejects.toThrow('was not kept');
  });
});
