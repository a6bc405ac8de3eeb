import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DrawnTask } from '../../src/exam/draw.ts';
import { readExam } from '../../src/exam/record.ts';
import { examWorld } from '../../src/exam/world.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import { cliJson } from '../cluster/cli.ts';
import { testContext } from '../cluster/context.ts';
import { solve } from '../support/exam-solve.ts';

/** As many labs on one cluster as an exam puts there: where they could disturb each other. */
const BLUEPRINT = `version: 1
name: crowded
title: Ten tasks on one cluster
minutes: 120
tasks: 10
weights: { architecture: 30, workloads: 20, networking: 20, storage: 10, troubleshooting: 20 }
draw: { scopes: [api], memory: 1100 }
`;
const UP_WITHIN_MS = 10 * 60_000;
const LOOK_MS = 500;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-orders-'));
  await writeFile(path.join(folder, 'crowded.yaml'), BLUEPRINT);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each<[string, (tasks: readonly DrawnTask[]) => readonly DrawnTask[]]>([
  ['in the order of its tasks', (tasks) => tasks],
  ['backwards', (tasks) => tasks.toReversed()],
])('a whole exam that is solved %s gets every point', async (_order, inOrder) => {
  const blueprint = path.join(folder, 'crowded.yaml');
  const start = ['exam', 'start', '--blueprint', blueprint, '--seed', '1', '--mode', 'training'];
  await cliJson(start);
  const exams = examWorld(testContext());
  const exam = await allReady();
  const bank = await loadBank([labFolders(packageRoot)]);
  for (const task of inOrder(exam.draw.tasks)) await solve(exams, bank, exam, task);
  const report: ExamReport = await cliJson(['exam', 'submit', '--yes']);
  const missed = report.tasks.filter(({ report, max }) => report?.score !== max);
  expect(missed.map(({ lab, error, report }) => ({ lab, error, checks: report?.checks }))).toEqual(
    [],
  );
  expect(report.percent).toBeCloseTo(100);
});

async function allReady() {
  const deadline = Date.now() + UP_WITHIN_MS;
  for (;;) {
    const exam = await readExam(examWorld(testContext()));
    if (exam?.tasks.every(({ state }) => state === 'ready')) return exam;
    const lost = exam?.tasks.find(({ state }) => state === 'lost');
    if (lost || Date.now() > deadline) throw new Error(`not all tasks came up: ${lost?.why}`);
    await sleep(LOOK_MS);
  }
}
