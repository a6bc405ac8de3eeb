import { describe, expect, test } from 'vitest';
import { clusterStore } from '../../src/cluster/record.ts';
import { removeUnknown } from '../../src/exam/place.ts';
import { refuseWithout } from '../../src/exam/provision.ts';
import { readExam, writeExam } from '../../src/exam/record.ts';
import { loseCluster } from '../../src/exam/states.ts';
import { labStore } from '../../src/session/record.ts';
import { report } from '../report/fixture.ts';
import { labRecordOf } from '../support/lab-record.ts';
import { examOf } from './record-fixture.ts';
import { emptyWorld, putCluster } from './world-fixture.ts';

const GIB = 2 ** 30;

describe('the memory of the machine', () => {
  const three = [{ memory: 1050 }, { memory: 750 }, { memory: 750 }];

  test('must bear all clusters of an exam, and leave some', () => {
    expect(() => refuseWithout(4 * GIB, three)).not.toThrow();
    expect(() => refuseWithout(3 * GIB, three)).toThrow(
      'The clusters of this exam take 2550 MiB, and this machine has 2048 MiB for them.',
    );
  });

  test('is not asked for the last one, which is tried all the same', () => {
    expect(() => refuseWithout(GIB, three.slice(0, 1))).not.toThrow();
  });
});

test('a cluster of which the record does not know is removed, with its labs', async () => {
  const context = emptyWorld();
  const exam = examOf([{ lab: 'a' }, { lab: 'b', cluster: 'c2' }]);
  await putCluster(context, 'cka-lab-exam-c1');
  await putCluster(context, 'cka-lab-exam-c2', { phase: 'creating' });
  await putCluster(context, 'cka-lab-exam-duo-7');
  await labStore(context).put('b', labRecordOf('b', { cluster: 'cka-lab-exam-c2' }));
  await removeUnknown(context, exam);
  expect((await clusterStore(context).all()).map(({ name }) => name)).toEqual(['cka-lab-exam-c1']);
  expect(await labStore(context).all()).toEqual([]);
});

describe('with a cluster, its tasks are lost', () => {
  const tasks = [
    { lab: 'a', report: report({ lab: 'a' }) },
    { lab: 'b' },
    { lab: 'c', cluster: 'c2' },
  ];
  const statesAfter = async (form: 'answers' | 'terminal') => {
    const context = emptyWorld();
    await writeExam(context, examOf(tasks, { form }));
    await loseCluster(context, 'c1', 'it is gone');
    const exam = await readExam(context);
    expect(exam?.clusters.c1).toMatchObject({ state: 'lost', why: 'it is gone' });
    expect(exam?.clusters.c2).toMatchObject({ state: 'up' });
    return exam?.tasks.map(({ state, why }) => why ?? state);
  };

  test('all of them, at a terminal: they are graded at the end', async () => {
    expect(await statesAfter('terminal')).toEqual(['it is gone', 'it is gone', 'ready']);
  });

  test('but for one whose answer was graded', async () => {
    expect(await statesAfter('answers')).toEqual(['ready', 'it is gone', 'ready']);
  });
});
