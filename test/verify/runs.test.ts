import { expect, test } from 'vitest';
import { type Chain, fullMatrix, shortMatrix } from '../../src/verify/runs.ts';

const LAB: Parameters<typeof fullMatrix>[0] = {
  solution: 'solution.sh',
  scope: 'api',
  owns: { namespaces: ['shop'], objects: [], paths: [] },
  probes: [],
  right: {},
  wrong: {},
};
const wrong = (after?: string) => ({ run: 'wrong/x.sh', fails: ['x'], after });
const names = (chains: Chain[]) => chains.map((chain) => chain.map(({ name }) => name));
const PROOF = ['untouched', 'solution', 'graded-again', 'cut', 'destroyed'];

test('the solution goes on from the untouched lab; all else begins at the start', () => {
  const lab = { ...LAB, right: { a: { run: 'right/a.sh' } }, wrong: { b: wrong() } };
  expect(names(fullMatrix(lab))).toEqual([PROOF, ['right/a'], ['wrong/b']]);
});

test('runs follow each other by `after`, in lines', () => {
  const lab = {
    ...LAB,
    right: { done: { run: 'right/done.sh', after: 'wrong/half' } },
    wrong: { half: wrong('untouched'), none: wrong(), more: wrong('solution') },
  };
  expect(names(fullMatrix(lab))).toEqual([
    ['untouched', 'wrong/half', 'right/done'],
    ['solution', 'graded-again', 'wrong/more', 'cut', 'destroyed'],
    ['wrong/none'],
  ]);
});

test('each run is there once, with its script', () => {
  const lab = { ...LAB, right: { a: { run: 'right/a.sh' } }, wrong: { a: wrong('right/a') } };
  const runs = fullMatrix(lab).flat();
  expect(runs.map(({ name }) => name).sort()).toEqual([...PROOF, 'right/a', 'wrong/a'].sort());
  expect(runs.find(({ name }) => name === 'wrong/a')).toEqual({
    name: 'wrong/a',
    script: 'wrong/x.sh',
    expects: { kind: 'wrong', fails: ['x'] },
  });
});

test('where nothing can be deleted, nothing is', () => {
  const lab = { ...LAB, owns: { namespaces: [], objects: [], paths: ['/srv/x'] } };
  expect(names(fullMatrix(lab))).toEqual([PROOF.slice(0, -1)]);
});

test('what is on nodes outlives what the learner deletes: points may stay', () => {
  const last = (scope: 'api' | 'own') => fullMatrix({ ...LAB, scope })[0]?.at(-1)?.expects;
  expect(last('api')).toEqual({ kind: 'destroyed', points: 'none' });
  expect(last('own')).toEqual({ kind: 'destroyed', points: 'some' });
});

test('further seeds are untouched and solved', () => {
  expect(names(shortMatrix(LAB))).toEqual([['untouched', 'solution']]);
});
