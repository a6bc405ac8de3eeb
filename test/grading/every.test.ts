import { expect, test } from 'vitest';
import { every } from '../../src/grading/every.ts';
import { failed, passed } from '../../src/grading/verdict.ts';
import { fakeFacts } from './fakes.ts';

const right = async () => passed();
const wrong = (actual: string) => async () => failed({ expected: 'blue', actual, why: 'so be it' });

test('all must pass', async () => {
  expect(await every(right, right)(fakeFacts())).toMatchObject({ verdict: 'passed' });
});

test('each that fails is told, and what is the same once', async () => {
  expect(await every(right, wrong('red'), wrong('green'))(fakeFacts())).toMatchObject({
    verdict: 'failed',
    expected: 'blue',
    actual: 'red; green',
    why: 'so be it',
  });
});

test('an error is nobody’s failure', async () => {
  const broken = () => Promise.reject(new Error('no way in'));
  await expect(every(wrong('red'), broken)(fakeFacts())).rejects.toThrow('no way in');
});
