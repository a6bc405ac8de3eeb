import { expect, test } from 'vitest';
import { cleanProgress, outgoing } from '../../src/cli/outlet.ts';

const NAME = 'role\u001b]0;x\u0007\u001b[2J\n  ::error::mine\r::set-env\n##[group]\u202E';
const log = { json: false, github: true };

test('nothing that a learner wrote is obeyed by a terminal', () => {
  const shown = outgoing(`\u001b[31mError:\u001b[39m ${NAME}`, { json: false, github: false });
  expect(shown).toBe(
    '\u001b[31mError:\u001b[39m role\n  ::error::mine\n::set-env\n##[group]<U+202E>',
  );
});

test("nothing is obeyed by GitHub's runner", () => {
  const shown = outgoing(NAME, log);
  expect(shown.split('\n').some((line) => line.trimStart().startsWith('::'))).toBe(false);
  expect(shown).not.toContain('##[');
  expect(outgoing('\u001b[31m::error::x\u001b[39m', log)).not.toContain('31m::');
});

test('JSON stays the same to who reads it', () => {
  const text = JSON.stringify({ name: NAME }, null, 2);
  const shown = outgoing(text, { json: true, github: true });
  expect(JSON.parse(shown)).toEqual({ name: NAME });
  expect(shown).not.toContain('##[');
});

test('notes and steps are cleaned, too', async () => {
  const said: string[] = [];
  const progress = cleanProgress(
    {
      note: (text) => void said.push(text),
      step: (text, work) => {
        said.push(text);
        return work((detail) => void said.push(detail));
      },
    },
    (text) => outgoing(text, log),
  );
  progress.note('::error::a');
  await progress.step('\u001b[2Jb', async (update) => update('\u0007c'));
  expect(said).toEqual([':\u200b:error::a', 'b', '\uFFFDc']);
});
