import { expect, test } from 'vitest';
import { podEnters } from '../../../src/grading/network/api-from-pod.ts';
import { failed, passed } from '../../../src/grading/verdict.ts';
import { fakeFacts } from '../fakes.ts';

const look = podEnters('Pod/visitor in shop', 'kubernetes', '10.96.0.1');

function facts(...answers: string[]) {
  const exec = async () => {
    const stdout = answers.length > 1 ? (answers.shift() ?? '') : (answers[0] ?? '');
    return { exitCode: 0, stdout, stderr: '' };
  };
  return fakeFacts({ exec });
}

test('all names are good', async () => {
  expect(await look(facts('asked\n'))).toEqual(passed());
});

test('one that is not yet is asked again', async () => {
  expect(await look(facts('kubernetes: refused\nasked\n', 'asked\n'))).toEqual(passed());
});

test('a pod that the learner changed is told at once', async () => {
  const changed = failed({ expected: 'as it was', actual: 'deleted' });
  expect(await look(fakeFacts({ exec: async () => changed }))).toEqual(changed);
});
