import { describe, expect, test } from 'vitest';
import { gradeExam } from '../../src/exam/grade.ts';
import { readExam, writeExam } from '../../src/exam/record.ts';
import { planRepair } from '../../src/exam/repair.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { examOf } from './record-fixture.ts';
import { emptyWorld, putCluster } from './world-fixture.ts';

const bank = await loadBank([labFolders(packageRoot)]);

describe('an exam whose clusters are gone', () => {
  test('is graded all the same: each task is an error of ours, with the reason', async () => {
    const context = emptyWorld();
    await writeExam(
      context,
      examOf([
        { lab: 'rbac' },
        { lab: 'app-logs', cluster: 'c2', state: 'lost', why: 'its cluster is not there: no' },
      ]),
    );
    await putCluster(context, 'cka-lab-exam-c1');
    const report = await gradeExam(context, bank, { ended: context.now() });
    expect(report).toMatchObject({ percent: null, passed: false });
    expect(report.tasks.map(({ error }) => error)).toEqual([
      'it could not be graded: It is gone.',
      'its cluster is not there: no',
    ]);
    const exam = await readExam(context);
    expect(exam).toMatchObject({ phase: 'graded', report: { percent: null } });
  });
});

describe('a repair', () => {
  const exam = examOf([
    { lab: 'rbac' },
    { lab: 'app-logs', state: 'lost', why: 'no' },
    { lab: 'dns-debug', cluster: 'c2' },
  ]);

  test('makes anew what is gone, with all its tasks, and tells on which work is lost', async () => {
    const context = emptyWorld();
    await putCluster(context, 'cka-lab-exam-c1');
    expect(await planRepair(context, bank, exam)).toEqual({
      clusters: ['c1', 'c2'],
      tasks: [1, 2, 3],
      loses: [1, 3],
    });
  });

  test('of one task leaves other clusters alone', async () => {
    const plan = await planRepair(emptyWorld(), bank, exam, 3);
    expect(plan).toEqual({ clusters: ['c2'], tasks: [3], loses: [3] });
  });

  test('of a task that there is not is refused', async () => {
    await expect(planRepair(emptyWorld(), bank, exam, 9)).rejects.toMatchObject({ exitCode: 2 });
  });

  test('leaves a cluster alone that is still to be made', async () => {
    const waiting = structuredClone(exam);
    Object.assign(waiting.clusters, {
      c1: { state: 'waiting', name: null, host: null, why: null },
      c2: { state: 'creating', name: null, host: null, why: null },
    });
    const plan = await planRepair(emptyWorld(), bank, waiting);
    expect(plan).toEqual({ clusters: [], tasks: [2], loses: [] });
  });
});
