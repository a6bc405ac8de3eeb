import { afterEach, expect, test, vi } from 'vitest';
import { podEnters } from '../../../src/grading/network/api-from-pod.ts';
import { failed, passed } from '../../../src/grading/verdict.ts';
import type { ExecResult } from '../../../src/kube/exec.ts';
import { fakeFacts } from '../fakes.ts';

const look = podEnters('Pod/visitor in shop', 'kubernetes', 'localhost', '10.96.0.1');
const enters: ExecResult = { exitCode: 0, stdout: 'the authority', stderr: '' };
const expected =
  'Pod/visitor in shop gets into the API server under the names kubernetes, localhost, 10.96.0.1';

/** Answers of the pod, and doubts about names, one after the other, the last one for ever. */
function facts(answers: ExecResult[], doubts: Record<string, string>[] = [{}]) {
  const next = <T>(some: T[]) => (some.length > 1 ? some.shift() : some[0]) as T;
  let told: Record<string, string> = {};
  return fakeFacts({
    exec: async () => {
      told = next(doubts);
      return next(answers);
    },
    whyDistrusted: async ({ name, authority }) =>
      authority === 'the authority' ? told[name] : 'another authority',
  });
}

afterEach(() => void vi.restoreAllMocks());

/** Looked at once: a day passes meanwhile. */
function once(answers: ExecResult[], doubts?: Record<string, string>[]) {
  vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(86_400_000);
  return look(facts(answers, doubts));
}

test('all names are good', async () => {
  expect(await look(facts([enters]))).toEqual(passed());
});

test('what is not yet so is asked again', async () => {
  const refused = { exitCode: 1, stdout: 'refused\n', stderr: '' };
  expect(await look(facts([refused, enters]))).toEqual(passed());
  expect(await look(facts([enters], [{ localhost: 'not for it' }, {}]))).toEqual(passed());
});

test('a pod that does not get in is told with what kubectl said', async () => {
  const refused = { exitCode: 1, stdout: 'no such authority\n', stderr: '' };
  expect(await once([refused])).toEqual(
    failed({ expected, actual: 'kubernetes: no such authority' }),
  );
});

test('each name that the certificate is not good for is told', async () => {
  const doubts = { localhost: 'not for it', '10.96.0.1': 'not for it either' };
  expect(await once([enters], [doubts])).toEqual(
    failed({ expected, actual: 'localhost: not for it; 10.96.0.1: not for it either' }),
  );
});

test('a pod that the learner changed is told at once', async () => {
  const changed = failed({ expected: 'as it was', actual: 'deleted' });
  expect(await look(fakeFacts({ exec: async () => changed }))).toEqual(changed);
});
