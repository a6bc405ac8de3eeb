import { expect, test } from 'vitest';
import { collect, grader, type Kept } from '../../src/grading/define.ts';
import { shared } from '../../src/grading/shared.ts';
import { passed } from '../../src/grading/verdict.ts';
import { fakeFacts, fakeLab, nothingRecorded } from './fakes.ts';

function keptBy(lab: Parameters<typeof collect>[1]) {
  const kept: Kept[] = [];
  const { problems } = collect(
    grader(({ lab, check }) => {
      kept.push(lab.secret('early'), lab.printed('older'));
      check('one', 1, 'One', async () => passed());
    }),
    lab,
  );
  return { kept: kept as [Kept, Kept], problems };
}

test('a grader reads what was kept when the lab was seeded', () => {
  const { kept, problems } = keptBy(fakeLab({ secrets: ['early'], printed: ['older'] }));
  expect(problems).toEqual([]);
  const recorded = { ...nothingRecorded, secrets: { early: 'x1' }, printed: { older: 'abc\n' } };
  const facts = fakeFacts({ recorded });
  expect(kept.map((read) => read(facts))).toEqual(['x1', 'abc\n']);
  // Started before the lab's files asked for it: ours.
  expect(() => kept[0](fakeFacts())).toThrow("'early' was not kept");
});

test('what the lab does not keep is a mistake of the grader', () => {
  expect(keptBy(fakeLab()).problems).toEqual([
    "The grader reads the secret 'early', which the lab has not.",
    "The grader reads the record of a seed script 'older', which the lab has not.",
  ]);
});

test('checks that ask at once share an answer, later ones get a new one', async () => {
  let asked = 0;
  const ask = shared(async () => {
    asked += 1;
    if (asked === 2) throw new Error('once');
    return asked;
  });
  const facts = fakeFacts();
  expect(await Promise.all([ask(facts), ask(facts)])).toEqual([1, 1]);
  await expect(ask(facts)).rejects.toThrow('once');
  expect(await ask(facts)).toBe(3);
});
