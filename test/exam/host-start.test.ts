import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ClusterRecord } from '../../src/cluster/record.ts';
import { newKeyPair } from '../../src/exam/host/keys.ts';
import { startBase, startHost } from '../../src/exam/host/start.ts';
import { fakes } from '../setup/fakes.ts';

const making = {
  runtime: { name: 'docker', version: '26.1.5' },
  image: 'cka-lab/exam-host:latest',
  keys: { learner: newKeyPair(), host: newKeyPair() },
} as const;
const cluster: ClusterRecord = {
  name: 'cka-lab-duo',
  provider: 'kind',
  mark: 'm',
  topology: 'duo',
  kubernetes: 'v1.37.2',
  image: 'kindest/node:v1.37.2',
  own: false,
  phase: 'ready',
  created: '',
};
const request = {
  belongsTo: { exam: '4f2a' },
  name: 'cka0417',
  cluster,
  kubeconfig: 'clusters: []',
  labs: [],
};

/** What `inspect` prints of a container that is there. */
function inspected(labels: object, Running = true, Paused = false): string {
  return `echo '${JSON.stringify({ state: { Running, Paused }, labels })}'`;
}

/** What is run in a container says yes. */
const YES = 'case "$1" in exec) printf yes;; esac';

async function world(inspect: string, more = YES) {
  const made = await fakes({
    docker: `case "$1 $2" in 'container inspect') ${inspect};; esac\n${more}`,
  });
  const kubectl = path.join(made.context.paths.cache, 'tools', 'kubectl-v1.37.2', 'kubectl');
  await mkdir(path.dirname(kubectl), { recursive: true });
  await writeFile(kubectl, '');
  return { ...made, kubectl };
}

const ABSENT = 'exit 1';

test('a new host has no folder of this machine, no rights beyond what it needs, and our labels', async () => {
  const { context, calls, kubectl } = await world(ABSENT);
  const host = await startHost(context, making, request);
  expect(host).toEqual({ runtime: making.runtime, container: 'cka-lab-4f2a-cka0417' });
  const [, run, copy] = await calls();
  expect(run).toMatch(
    /^docker run --detach --name cka-lab-4f2a-cka0417 .* cka-lab\/exam-host:latest host$/,
  );
  expect(run).toContain(' --cap-drop ALL ');
  expect(run).toContain(' --hostname cka0417 --network kind ');
  expect(run).toMatch(/ --memory \S+ --memory-swap \S+ --pids-limit \d+ /);
  expect(run).toContain(` --label cka-lab.world=${context.paths.state} `);
  expect(run).toContain(' --label cka-lab.cluster=cka-lab-duo --label cka-lab.mark=m ');
  expect(run).not.toMatch(/--privileged|--volume|--mount|-v |\.sock|SYS_ADMIN|MKNOD/);
  expect(copy).toBe(`docker cp ${kubectl} cka-lab-4f2a-cka0417:/usr/local/bin/kubectl`);
});

test('the base leads to the hosts of its exam, and has neither kubeconfig nor kubectl', async () => {
  const { context, calls } = await world(ABSENT);
  await startBase(context, making, { exam: '4f2a' });
  const all = await calls();
  expect(all.filter((call) => call.includes('.kube') || call.includes('kubectl'))).toEqual([]);
  expect(all.some((call) => call.includes('/etc/ssh/ssh_config.d'))).toBe(true);
});

/** What the runtime was asked for; a script takes several lines of the calls. */
function wordsOf(calls: readonly string[]): (string | undefined)[] {
  return calls.filter((call) => call.startsWith('docker ')).map((call) => call.split(' ')[1]);
}

/** The labels that a host of the request is made with. */
async function labelsOfNew(): Promise<Record<string, string>> {
  const { context, calls } = await world(ABSENT);
  await startHost(context, making, request);
  const all = (await calls())[1]?.matchAll(/--label (\S+?)=(ssh-ed25519 \S+|\S+)/g) ?? [];
  return Object.fromEntries([...all].map(([, key, value]) => [key, value]));
}

test.each([
  ['runs', true, false, ['container', 'exec', 'exec']],
  ['was stopped', false, false, ['container', 'start', 'exec', 'exec']],
  ['is paused', true, true, ['container']],
])('one that %s is taken as it is', async (_case, running, paused, expected) => {
  const labels = await labelsOfNew();
  const { context, calls } = await world(inspected(labels, running, paused));
  const inWorld = { ...context, paths: { ...context.paths, state: labels['cka-lab.world'] ?? '' } };
  await startHost(inWorld, making, request);
  expect(wordsOf(await calls())).toEqual(expected);
});

test.each([
  ['can not be started', false, 'case "$1" in start) exit 1;; esac', 'docker start'],
  ['runs nothing', true, 'case "$1" in exec) exit 1;; esac', 'Nothing can be run on'],
])('one that %s is an error, and stays with what is on it', async (_case, running, more, text) => {
  const labels = await labelsOfNew();
  const { context, calls } = await world(inspected(labels, running), more);
  const inWorld = { ...context, paths: { ...context.paths, state: labels['cka-lab.world'] ?? '' } };
  await expect(startHost(inWorld, making, request)).rejects.toThrow(text);
  expect((await calls()).filter((call) => call.startsWith('docker rm'))).toEqual([]);
});

test('one that was left half-made is made anew', async () => {
  const labels = await labelsOfNew();
  const more = 'case "$1 $*" in exec*/ready*) printf no;; exec*) printf yes;; esac';
  const { context, calls } = await world(inspected(labels), more);
  const inWorld = { ...context, paths: { ...context.paths, state: labels['cka-lab.world'] ?? '' } };
  await startHost(inWorld, making, request);
  expect(wordsOf(await calls()).slice(0, 4)).toEqual(['container', 'exec', 'rm', 'run']);
});

test('one with the keys of another exam is made anew, one of somebody else stays', async () => {
  const { context } = await world(ABSENT);
  const ours = { 'cka-lab.world': context.paths.state, 'cka-lab.key': 'another' };
  for (const [labels, outcome] of [
    [ours, 'made anew'],
    [{ ...ours, 'cka-lab.world': '/elsewhere' }, 'was not made here'],
    [{}, 'was not made here'],
  ] as const) {
    const again = await world(inspected(labels));
    const inWorld = { ...again.context, paths: context.paths };
    const tools = path.join(context.paths.cache, 'tools');
    await mkdir(tools, { recursive: true });
    const started = startHost(inWorld, making, request).then(() => 'made anew');
    if (outcome === 'made anew') expect(await started).toBe(outcome);
    else await expect(started).rejects.toThrow(outcome);
    const calls = (await again.calls()).map((call) => call.split(' ').slice(1, 3).join(' '));
    expect(calls.includes('rm --force')).toBe(outcome === 'made anew');
  }
});

test('a start that fails leaves no container', async () => {
  const { context, calls } = await world(
    ABSENT,
    'case "$1" in cp) exit 1;; exec) printf yes;; esac',
  );
  await expect(startHost(context, making, request)).rejects.toThrow('docker cp');
  expect((await calls()).at(-1)).toBe('docker rm --force --volumes cka-lab-4f2a-cka0417');
});
