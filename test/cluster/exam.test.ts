import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keeperFiles, keeperOf } from '../../src/exam/keep.ts';
import { type ExamRecord, examFile } from '../../src/exam/record.ts';
import { examWorld } from '../../src/exam/world.ts';
import { cli, cliJson } from './cli.ts';
import { testContext } from './context.ts';

const SEED = '1';
let folder = '';
/** Scripts that solve the tasks, as training shows them; the second exam has the same tasks. */
const solutions: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-exam-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function blueprint(name: string, more: string): Promise<string> {
  const file = path.join(folder, `${name}.yaml`);
  const text = `version: 1
name: ${name}
title: Two tasks on one cluster
tasks: 2
weights: { architecture: 50, workloads: 50 }
draw: { scopes: [api], minutes: 10, memory: 1100 }
${more}`;
  await writeFile(file, text);
  return file;
}

const world = () => examWorld(testContext());
const record = async (): Promise<ExamRecord> =>
  JSON.parse(await readFile(examFile(world()), 'utf8'));

const clustersOfIt = async () => Object.values((await record()).clusters).map(({ name }) => name);
/** Clusters of other test files may be there, too. */
async function expectRemoved(names: readonly (string | null)[]): Promise<void> {
  expect(names.length).toBeGreaterThan(0);
  const { clusters } = await cliJson(['status']);
  const left = clusters.map(({ name }: { name: string }) => name);
  expect(names.filter((name) => left.includes(name))).toEqual([]);
}

async function until<T>(
  look: () => Promise<T | undefined>,
  seconds: number,
  every = 250,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  const log = await readFile(keeperFiles(world()).log, 'utf8').catch(() => '');
  throw new Error(`it never came; the keeper said:\n${log}`);
}

async function killKeeper(): Promise<number> {
  const keeper = await until(() => keeperOf(world()), 20);
  process.kill(keeper.pid, 'SIGKILL');
  return keeper.pid;
}

/**
 * As after a power cut: the keeper is gone, and so is whatever ran in a container of the exam.
 * Returns when that was, in milliseconds since the epoch.
 */
async function cutPower(): Promise<number> {
  const killed = await killKeeper();
  const { id, clusters } = await record();
  const labels = [
    `cka-lab.exam=${id}`,
    ...Object.values(clusters).map(({ name }) => `io.x-k8s.kind.cluster=${name}`),
  ];
  const lists = await Promise.all(
    labels.map((label) => execa('docker', ['ps', '-q', '--filter', `label=${label}`])),
  );
  const ids = lists.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
  expect(ids.length).toBeGreaterThan(2);
  await execa('docker', ['kill', ...ids]);
  expect((await keeperOf(world()))?.pid).not.toBe(killed);
  return Date.now();
}

/** Works as a learner does who was told what to type. */
async function solve(place: string[], script: string): Promise<void> {
  const options = { input: script, stdin: 'pipe', timeout: 120_000 } as const;
  const { code, stderr } = await cli(['exam', 'shell', '--', ...place], options);
  if (code !== 0) throw new Error(`${place.join(' ')} ended with ${code}:\n${stderr}`);
}

describe('an exam in training, with hosts', () => {
  test('killed while it is prepared, it is gone on with by the next command', async () => {
    const file = await blueprint('training', 'minutes: 30');
    const starting = cli([
      ...['exam', 'start', '--blueprint', file, '--seed', SEED, '--mode', 'training'],
    ]);
    // Its cluster is half-made then.
    await until(
      async () => ((await record()).clusters.c1?.state === 'creating' ? true : undefined),
      60,
    );
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await killKeeper();
    const start = await starting;
    expect(start.code).toBe(3);
    expect(start.stderr).toContain('The exam could not be brought up');
    expect(start.stdout).toContain('Task 1 of 2');

    expect((await cliJson(['exam', 'status'])).phase).toBe('preparing');
    await until(async () => ((await record()).phase === 'running' ? true : undefined), 180);
    const status = await cliJson(['exam', 'status']);
    expect(status.tasks.map(({ state }: { state: string }) => state)[0]).toBe('ready');
    expect(status.secondsLeft).toBeGreaterThan(29 * 60);
    await until(async () => {
      const { tasks } = await cliJson(['exam', 'status']);
      return tasks.every(({ state }: { state: string }) => state === 'ready') || undefined;
    }, 60);
  });

  test('untouched, its tasks get no points', async () => {
    for (const number of ['1', '2']) {
      const report = await cliJson(['exam', 'grade', number], 1);
      expect(report).toMatchObject({ score: 0, graded: true, mode: 'training' });
    }
  });

  test('a second start is refused, and says how to go on', async () => {
    const second = await cli(['exam', 'start', '--blueprint', 'short']);
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/An exam is on: Two tasks on one cluster, with 2\d min left\./);
    expect(second.stderr).toContain('cka-lab exam submit');
  });

  test('a task is solved on its host, which the task names', async () => {
    const task = await cli(['exam', 'task', '1']);
    const [, host = ''] = /^ {2}ssh (\S+)$/m.exec(task.stdout) ?? [];
    expect(host).toBe('cka1');
    solutions[0] = (await cli(['exam', 'solution', '1'])).stdout;
    await solve(['ssh', host, 'bash', '-s'], solutions[0]);
    const report = await cliJson(['exam', 'grade']);
    expect(report).toMatchObject({ passed: true, score: report.max, solutionSeen: true });
  });

  test('after a power cut nodes and hosts are started again, and the time went on', async () => {
    const before = (await cliJson(['exam', 'status'])).secondsLeft;
    const cut = await cutPower();
    expect((await cliJson(['exam', 'status'])).phase).toBe('running');
    expect((await cli(['exam', 'goto', '2'])).stdout).toContain('Task 2 of 2');
    solutions[1] = (await cli(['exam', 'solution'])).stdout;
    await until(async () => {
      const nodes = ['ssh', 'cka1', 'kubectl', 'get', 'nodes', '--no-headers'];
      const { code, stdout } = await cli(['exam', 'shell', '--', ...nodes]);
      return code === 0 && !stdout.includes('NotReady') ? true : undefined;
    }, 180);
    const after = (await cliJson(['exam', 'status'])).secondsLeft;
    const passed = (Date.now() - cut) / 1000;
    expect(before - after).toBeGreaterThan(passed - 3);
    expect(before - after).toBeLessThan(passed + 10);
    expect(await cliJson(['exam', 'grade', '1'])).toMatchObject({ passed: true });
    await solve(['ssh', 'cka1', 'bash', '-s'], solutions[1] ?? '');
  });

  test('solved, it is passed, its clusters are removed and its results are in the history', async () => {
    const itsClusters = await clustersOfIt();
    const submitted = await cliJson(['exam', 'submit', '--yes']);
    expect(submitted).toMatchObject({
      percent: 100,
      passed: true,
      endedBy: 'submitted',
      mode: 'training',
    });
    const spent = submitted.tasks.map(({ seconds }: { seconds: number }) => seconds);
    expect(Math.min(...spent)).toBeGreaterThan(0);
    expect((await cli(['exam', 'result'])).code).toBe(0);
    await until(async () => ((await keeperOf(world())) ? undefined : true), 60);
    await expectRemoved(itsClusters);
    const { stdout } = await execa('docker', [
      'ps',
      '-aq',
      '--filter',
      `label=cka-lab.exam=${submitted.exam}`,
    ]);
    expect(stdout).toBe('');
    const history = await readFile(path.join(testContext().paths.state, 'results.jsonl'), 'utf8');
    const lines = history
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ exam }) => exam === submitted.exam).map(({ kind }) => kind)).toEqual([
      'lab',
      'lab',
      'exam',
    ]);
  });
});

describe('an exam in exam mode, with contexts, of one minute', () => {
  test('one that was graded gives way to the next, in which help is refused', async () => {
    const file = await blueprint('contexts', 'minutes: 1\naccess: contexts\n');
    const start = await cli(['exam', 'start', '--blueprint', file, '--seed', SEED]);
    expect(start.stderr).toContain('The clock runs: 1 min');
    expect(start.code).toBe(0);
    expect(start.stdout).toContain('kubectl config use-context cka1');
    for (const command of ['hint', 'solution', 'grade']) {
      const refused = await cli(['exam', command]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('In exam mode there are no');
    }
    const result = await cli(['exam', 'result']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('There is no result before the exam has ended.');
  });

  test('half solved, it ends by itself and is graded as it stood', async () => {
    await solve(['kubectl', 'config', 'use-context', 'cka1'], '');
    await until(async () => ((await record()).tasks[0]?.state === 'ready' ? true : undefined), 30);
    await solve(['bash', '-s'], solutions[0] ?? '');
    // Nobody types anything from here on.
    await until(async () => ((await record()).phase === 'closing' ? true : undefined), 90, 20);
    await killKeeper();
    const closed = await cli(['exam', 'shell', '--', 'kubectl', 'get', 'nodes']);
    expect(closed.code).toBe(2);
    expect(closed.stderr).toContain('Work on this exam has ended');
    const report = await cliJson(['exam', 'result'], 1);
    expect(report).toMatchObject({ percent: 50, passed: false, endedBy: 'deadline', mode: 'exam' });
    expect(report.tasks.map(({ report }: { report: { mode: string } }) => report.mode)).toEqual([
      'exam',
      'exam',
    ]);
    const lasted = Date.parse(report.ended) - Date.parse(report.started);
    expect(Math.abs(lasted - 60_000)).toBeLessThan(100);
    expect((await cliJson(['exam', 'status'])).result).toEqual({ percent: 50, passed: false });
  });

  test('after that its hints can be read, and it is removed when asked', async () => {
    expect((await cli(['exam', 'hint', '2'])).code).toBe(0);
    const itsClusters = await clustersOfIt();
    expect((await cli(['exam', 'stop', '--yes'])).code).toBe(0);
    expect((await cli(['exam', 'status'])).stdout).toContain('No exam is on.');
    await expectRemoved(itsClusters);
  });
});
