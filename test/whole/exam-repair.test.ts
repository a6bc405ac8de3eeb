import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { blueprintSchema } from '../../src/exam/blueprint.ts';
import { gradeExam } from '../../src/exam/grade.ts';
import { newRecord } from '../../src/exam/new-record.ts';
import { provision } from '../../src/exam/provision.ts';
import { writeExam } from '../../src/exam/record.ts';
import { planRepair, repairExam } from '../../src/exam/repair.ts';
import { examWorld } from '../../src/exam/world.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { cli } from '../cluster/cli.ts';
import { testContext } from '../cluster/context.ts';

const world = examWorld(testContext());
const folder = labFolders(packageRoot);
const bank = await loadBank([folder]);
const blueprint = blueprintSchema.parse({
  version: 1,
  name: 'two',
  title: 'Two tasks on two clusters',
  minutes: 10,
  tasks: 2,
  weights: { architecture: 50, networking: 50 },
});
const cluster = (key: string, topology: string, memory: number) => ({
  ...{ key, topology, memory, kubernetes: null, own: false },
});
const exam = newRecord(world, {
  form: 'terminal',
  mode: 'exam',
  blueprint,
  folders: [folder],
  draw: {
    ...{ algorithm: 1, seed: '1', bank: '' },
    tasks: [
      { number: 1, lab: 'rbac', seed: '1', domain: 'architecture', cluster: 'c1' },
      { number: 2, lab: 'dns-debug', seed: '1', domain: 'networking', cluster: 'c2' },
    ],
    clusters: [cluster('c1', 'duo', 1050), cluster('c2', 'single', 750)],
  },
});

afterAll(() => cli(['stop', '--all']));

test('an exam comes up, is graded without a cluster that was lost, and gets it anew', async () => {
  await writeExam(world, exam);
  const ready: number[] = [];
  const up = await provision(world, bank, { ready: (number) => void ready.push(number) });
  expect(up.tasks.map(({ state, why }) => why ?? state)).toEqual(['ready', 'ready']);
  expect(ready[0]).toBe(1);
  expect(await planRepair(world, bank, up)).toEqual({ clusters: [], tasks: [], loses: [] });

  await execa('docker', ['rm', '--force', '--volumes', `${up.clusters.c2?.name}-control-plane`]);
  const report = await gradeExam(world, bank, { ended: Date.now() });
  expect(report.percent).toBeNull();
  expect(report.domains.map(({ score }) => score)).toEqual([0, null]);
  expect(report.tasks[1]?.error).toContain('It is gone');

  const plan = await planRepair(world, bank, up);
  expect(plan).toEqual({ clusters: ['c2'], tasks: [2], loses: [2] });
  const repaired = await repairExam(world, bank, plan);
  expect(repaired.tasks.map(({ state, why }) => why ?? state)).toEqual(['ready', 'ready']);
  const again = await gradeExam(world, bank, { ended: Date.now() });
  expect(again.tasks.map(({ error }) => error)).toEqual([null, null]);
  expect(again.percent).toBe(0);
});
