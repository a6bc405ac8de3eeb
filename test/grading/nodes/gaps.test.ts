import { describe, expect, test } from 'vitest';
import { answeredAllTheTime, parse } from '../../../src/grading/nodes/gaps.ts';
import { failed, passed } from '../../../src/grading/verdict.ts';
import { fakeFacts } from '../fakes.ts';

const look = answeredAllTheTime('Pod/recorder in shop', { title: 'Service web', gap: 3 });

function facts(stdout: string) {
  return fakeFacts({ exec: async () => ({ exitCode: 0, stdout, stderr: '' }) });
}

test('a record is read', () => {
  expect(parse('100.5 7.2\n100.3 40 2 1 99\n20.5 21 2 0\n')).toEqual({
    ...{ now: 100.5, last: 100.3, answers: 40 },
    gaps: [
      { from: 20.5, to: 21, refused: 2, late: 0 },
      { from: 99, refused: 2, late: 1 },
    ],
  });
  expect(parse('100.5 7.2\n100.3 40 0 0 -\n')?.gaps).toEqual([]);
  expect(parse('100.5 7.2\n')).toBeUndefined();
});

describe('verdicts', () => {
  test.each([
    ['no gap', '100.3 40 0 0 -', undefined],
    ['short gaps', '100.3 40 0 0 -\n20 22.9 12 0\n30 32.5 9 0', undefined],
    ['one in which it was refused too rarely to be sure', '100.3 40 0 0 -\n20 29 2 1', undefined],
    ['slow answers', '100.3 40 0 0 -\n20 49 0 9', undefined],
    ['no answer for very long', '100.3 40 0 0 -\n20 50 0 9', 'no answer for 30.0 s'],
    ['a gap of 3 s', '100.3 40 0 0 -\n20 23 4 0', 'no answer for 3.0 s'],
    ['a short and a long one', '100.3 40 0 0 -\n10 11 2 0\n20 29.5 9 0', 'no answer for 9.5 s'],
    ['one that lasts', '100.3 40 9 0 90.5', 'no answer for 10.0 s so far'],
    ['a recorder that stopped', '60 40 0 0 -', 'nobody asked for 41 s'],
    ['a service that never was', '100.3 0 1 0 100.3', 'it never answered'],
  ])('%s', async (_case, record, actual) => {
    const outcome = await look(facts(`100.5 7.2\n${record}\n`));
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(outcome).toMatchObject({ actual });
  });
});

test('a recorder that the learner deleted is their failure, one without a record is not', async () => {
  const deleted = failed({ expected: 'Pod/recorder is as it was', actual: 'deleted' });
  expect(await look(fakeFacts({ exec: async () => deleted }))).toBe(deleted);
  await expect(look(facts('100.5 7.2\n'))).rejects.toThrow('has no record');
});

test('a gap that has just begun is looked at until it is long enough or over', async () => {
  const records = (...states: string[]) =>
    fakeFacts({
      exec: async () => ({ exitCode: 0, stdout: states.shift() ?? '', stderr: '' }),
    });
  const begun = '100 7\n99.9 40 4 0 99\n';
  expect(await look(records(begun, '102 7\n101.9 40 12 0 99\n'))).toMatchObject({
    actual: 'no answer for 3.0 s so far',
  });
  expect(await look(records(begun, '101 7\n100.9 41 0 0 -\n99 100.5 6 0\n'))).toEqual(passed());
});
