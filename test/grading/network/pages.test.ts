import { expect, test } from 'vitest';
import type { Facts } from '../../../src/grading/facts.ts';
import { pagesHold } from '../../../src/grading/network/pages.ts';
import { failed } from '../../../src/grading/verdict.ts';
import { fakeFacts } from '../fakes.ts';

const look = pagesHold(
  'Pod/visitor in here',
  { url: 'http://one/', holds: () => 'secret' },
  { url: 'http://two/', holds: 'hello' },
);
const saying = (...lines: string[]): Facts['exec'] => {
  return async () => ({ exitCode: 0, stdout: [...lines, 'end', ''].join('\n'), stderr: '' });
};

test('each address answers with its own text', async () => {
  const exec = saying('1 +hello', '0 +secret');
  expect(await look(fakeFacts({ exec }))).toMatchObject({ verdict: 'passed' });
});

test('another answer, or none, is told, and not what the lab keeps', async () => {
  expect(await look(fakeFacts({ exec: saying('0 +hello', '1 -') }))).toMatchObject({
    verdict: 'failed',
    expected: 'http://one/ answers what the lab put there; http://two/ answers "hello"',
    actual: 'http://one/ answers "hello"; http://two/ gives no page',
  });
});

test('a probe that was deleted is the learner’s doing', async () => {
  const gone = failed({ expected: 'the visitor', actual: 'deleted' });
  expect(await look(fakeFacts({ exec: async () => gone }))).toBe(gone);
});
