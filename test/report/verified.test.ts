import { expect, test } from 'vitest';
import { verifiedJunit } from '../../src/report/junit.ts';
import { totalsOf, type VerifiedRun, type VerifyReport } from '../../src/report/verified.ts';
import { verifiedText } from '../../src/report/verified-text.ts';

const run = (change: Partial<VerifiedRun>): VerifiedRun => ({
  lab: 'rbac',
  seed: '1',
  run: 'solution',
  outcome: 'as-expected',
  expected: '8 points',
  actual: '8 points',
  milliseconds: 1500,
  ...change,
});
const different = run({
  run: 'wrong/<all>',
  outcome: 'different',
  expected: 'fails "a"',
  actual: '\u001b[31mfails a & b',
});
const notRun = run({ run: 'right/a', outcome: 'error', actual: 'could not be run: no memory' });

function reportOf(runs: VerifiedRun[]): VerifyReport {
  const totals = totalsOf(runs);
  return {
    schema: 1,
    tool: { name: 'cka-lab', version: '1.0.0' },
    started: '2026-01-02T03:04:05.000Z',
    milliseconds: 9000,
    seeds: ['1'],
    labs: runs.length > 0 ? [{ lab: 'rbac', title: 'A lab', milliseconds: 8000, ...totals }] : [],
    runs,
    totals,
  };
}
const plain = (_format: string, text: string) => text;

test('text: a line for each run, marked, and one for each lab', () => {
  const text = verifiedText(
    reportOf([run({}), { ...different, actual: 'fails a & b' }, notRun]),
    plain,
  );
  expect(text.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '))).toEqual([
    '  LAB  SEED  RUN  TIME  EXPECTED  ACTUAL',
    '✔  rbac  1  solution  1.5 s  8 points  as expected',
    '✖  rbac  1  wrong/<all>  1.5 s  fails "a"  fails a & b',
    '!  rbac  1  right/a  1.5 s  8 points  could not be run: no memory',
    '',
    '  LAB  RUNS  TIME',
    '✖  rbac  1 of 3 as expected, 1 different, 1 could not be run  8.0 s',
    '',
    '1 of 3 as expected, 1 different, 1 could not be run, in 9.0 s.',
  ]);
});

test('text: nothing to verify', () => {
  expect(verifiedText(reportOf([]), plain)).toBe('Nothing was verified.');
});

test('JUnit: a suite for each lab, a case for each run, nothing that XML can not hold', () => {
  expect(
    verifiedJunit(reportOf([run({}), different, notRun])),
  ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="1" skipped="0">
  <testsuite name="rbac" timestamp="2026-01-02T03:04:05" time="8" tests="3" failures="1" errors="1" skipped="0">
    <testcase classname="rbac.seed-1" name="solution" time="1.5"/>
    <testcase classname="rbac.seed-1" name="wrong/&lt;all>" time="1.5">
      <failure message="expected: fails &quot;a&quot;&#xA;actual:   [31mfails a &amp; b" type="different"/>
    </testcase>
    <testcase classname="rbac.seed-1" name="right/a" time="1.5">
      <error message="expected: 8 points&#xA;actual:   could not be run: no memory" type="error"/>
    </testcase>
  </testsuite>
</testsuites>`);
});
