import { describe, expect, test } from 'vitest';
import { type AnswerHost, applyAnswer } from '../../src/exam/answer-apply.ts';
import type { Answer } from '../../src/exam/answers.ts';

const ANSWER: Answer = {
  lab: 'rbac',
  files: [{ name: 'answer.sh', text: Buffer.from('true') }],
  manifests: ['role.yaml'],
  script: true,
  flaw: null,
  spoilt: [],
  unused: [],
};

/** What becomes of an answer that ends so after so many milliseconds, of 60 000. */
async function applied(result: Awaited<ReturnType<AnswerHost['run']>>, took = 1000) {
  const ran: { argv: readonly string[]; timeout: number }[] = [];
  const put: string[] = [];
  let now = 0;
  const host: AnswerHost = {
    put: async (folder) => void put.push(folder),
    async run(argv, { timeout }) {
      ran.push({ argv, timeout });
      now += took;
      return result;
    },
  };
  const became = await applyAnswer(host, ANSWER, { LAB_A: 'x' }, 60_000, () => now);
  return { became, ran, put };
}

describe('what became of an answer', () => {
  test('is nothing to tell when it ended well', async () => {
    const { became, put, ran } = await applied({ exitCode: 0, stdout: 'role created' });
    expect(became).toEqual({ answer: null, seconds: 1 });
    expect(put).toEqual(['/home/candidate/answer']);
    expect(ran[0]?.argv.at(-1)).toBe('role.yaml');
    expect(ran[0]?.timeout).toBeGreaterThan(60_000);
  });

  test('is how it failed, with the last that it said', async () => {
    const { became } = await applied({
      exitCode: 3,
      stdout: 'a\nb\nc\nd\ne\n\u001b[31mf\u001b[0m\n',
    });
    expect(became.answer).toBe('it ended with exit code 3: b | c | d | e | f');
  });

  test('is that it took too long', async () => {
    const { became } = await applied({ exitCode: 137, stdout: '' }, 60_500);
    expect(became).toEqual({ answer: 'it was ended after 1 min', seconds: 60 });
  });

  test('is that a signal ended it, which is its own doing', async () => {
    const { became } = await applied({ exitCode: undefined, stdout: '' });
    expect(became.answer).toBe('it was ended by a signal');
  });

  test('is its flaw, and no host is touched', async () => {
    const host = {
      put: () => Promise.reject(new Error('touched')),
      run: () => Promise.reject(new Error('touched')),
    };
    const flawed = { ...ANSWER, flaw: 'rbac/x is a link, which is not followed' };
    expect(await applyAnswer(host, flawed, {}, 1000, () => 0)).toEqual({
      answer: 'rbac/x is a link, which is not followed',
      seconds: 0,
    });
  });
});

test('what could not be applied of an answer is told beside how the rest ended', async () => {
  const host: AnswerHost = {
    put: async () => {},
    run: async () => ({ exitCode: 0, stdout: '' }),
  };
  const spoilt = ['answer.sh is empty'];
  const became = await applyAnswer(host, { ...ANSWER, spoilt }, {}, 60_000, () => 0);
  expect(became.answer).toBe('answer.sh is empty');
});
