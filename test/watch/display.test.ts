import { beforeEach, expect, test } from 'vitest';
import type { Verdict } from '../../src/grading/verdict.ts';
import type { LabReport } from '../../src/report/model.ts';
import { jsonDisplay, linesDisplay } from '../../src/watch/display.ts';
import { liveDisplay, liveText } from '../../src/watch/live.ts';
import { clock, turnsOf } from '../../src/watch/turn.ts';
import { report } from '../report/fixture.ts';

const plain = (_format: string, text: string) => text;
const first = withVerdicts('2026-11-22T20:31:00.000Z', 'failed', 'passed');
const second = withVerdicts('2026-11-22T20:31:05.000Z', 'passed', 'passed');
const turns = turnsOf(first, second);
const at = (one: LabReport) => clock(Date.parse(one.ended));

function withVerdicts(ended: string, ...verdicts: Verdict[]): LabReport {
  const [check] = report().checks;
  if (!check) throw new Error('The fixture has no check.');
  const checks = verdicts.map((verdict, index) => ({
    ...check,
    id: `check-${index}`,
    verdict,
    expected: verdict === 'failed' ? 'this' : null,
    actual: verdict === 'failed' ? 'that' : null,
    why: verdict === 'failed' ? 'because' : null,
  }));
  return report({ ended, checks, score: 3, max: 8, passed: false });
}

let out: string[];
let remarks: string[];
beforeEach(() => {
  out = [];
  remarks = [];
});
const write = (text: string) => out.push(text);
const remark = (text: string) => remarks.push(text);

test('a turn is another verdict; a new start has none', () => {
  expect(turns.map(({ check, from }) => [check.id, from, check.verdict])).toEqual([
    ['check-0', 'failed', 'passed'],
  ]);
  expect(turnsOf(undefined, first)).toEqual([]);
  expect(turnsOf(second, second)).toEqual([]);
});

test('without a terminal: lines', () => {
  const display = linesDisplay(write, remark);
  display.begin(first);
  display.note('The lab is being reset.');
  display.update(second, turns);
  display.update(second, []);
  expect(out).toEqual([
    `${at(first)} check-0: failed`,
    `${at(first)} check-1: passed`,
    `${at(first)} score 3 of 8, not passed`,
    `${at(second)} check-0: failed → passed`,
    `${at(second)} score 3 of 8, not passed`,
  ]);
  expect(remarks).toEqual(['The lab is being reset.']);
});

test('for programs: one object a line', () => {
  const display = jsonDisplay(write, remark);
  display.begin(first);
  display.update(second, turns);
  expect(out.map((line) => JSON.parse(line))).toMatchObject([
    { type: 'state', report: { schema: 1, score: 3 } },
    {
      type: 'turn',
      time: second.ended,
      from: 'failed',
      to: 'passed',
      check: { id: 'check-0', verdict: 'passed' },
      score: 3,
      max: 8,
    },
  ]);
  expect(out.join('')).not.toContain('\n');
});

test('at a terminal: the result, what turned last, and how to end', () => {
  const state = { report: second, turns, note: undefined, now: Date.parse(second.ended) };
  const size = { columns: 100, rows: 60 };
  const text = liveText(state, size, plain);
  expect(text).toContain(`✔ ${at(second)} check-0 passed just now`);
  expect(text).toContain('Score: 3 of 8');
  expect(text).toContain(`last change ${at(second)}`);
  expect(text).toContain('Ctrl-C');
  const later = liveText({ ...state, now: state.now + 5000 }, size, plain);
  expect(later).toContain(`✔ ${at(second)} check-0 passed\n`);
});

test('what does not fit a terminal is told shorter, and the score stays', () => {
  const state = { report: first, turns: [], note: undefined, now: 0 };
  const texts = [60, 13, 12, 11, 5].map((rows) => liveText(state, { columns: 100, rows }, plain));
  expect(
    texts.map((text) => ['because', 'this', 'that'].filter((word) => text.includes(word))),
  ).toEqual([
    ['because', 'this', 'that'],
    ['because', 'this', 'that'],
    ['this', 'that'],
    ['that'],
    [],
  ]);
  for (const text of texts) expect(text).toContain('Score: 3 of 8');
});

test('the live display draws in place and leaves the last result', () => {
  const drawn: string[] = [];
  let ended = 0;
  const screen = {
    draw: (text: string) => drawn.push(text),
    size: () => ({ columns: 100, rows: 40 }),
    onResize: () => () => {},
    end: () => {
      ended += 1;
    },
  };
  const display = liveDisplay(screen, plain, () => Date.parse(second.ended));
  display.note('Looking …');
  display.begin(first);
  display.update(second, turns);
  display.note('The lab is being reset.');
  display.end();
  expect(drawn).toHaveLength(4);
  expect(drawn[0]).toBe('Looking …');
  expect(drawn[3]).toContain('The lab is being reset.');
  expect(ended).toBe(1);
});
