import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import type { VerifyReport } from '../../src/report/verified.ts';
import { verifiedText } from '../../src/report/verified-text.ts';
import { jobsOf } from '../../src/verify/jobs.ts';
import { cli, launcher } from './cli.ts';

const AN_HOUR = 3_600_000;
const SEEDS = ['1'];
const VARIANTS = ['1', '2', '3'];
/**
 * Played with every mistake: one that is undone by objects alone, and one on nodes. Of the others the
 * start and the solution are, which is what fits; `npm run verify:all` plays everything.
 */
const WHOLE = ['rbac', 'scheduler-down'];
const RIGHT = 2;
const WRONG = 5;

const bank = await loadBank([labFolders(packageRoot)]);
const labs = [...bank.labs.values()];
const SHORT = labs.map(({ id }) => id).filter((id) => !WHOLE.includes(id));
const runs = labs
  .flatMap((lab) => jobsOf(lab, SEEDS, SHORT.includes(lab.id)))
  .flatMap(({ stretches }) => stretches)
  .flatMap(({ instance: { id, seed }, chain }) =>
    chain.map(({ name }) => ({ lab: id, seed, run: name })),
  );

let report: VerifyReport;

// All labs at once, as `cka-lab verify` plays them: side by side.
beforeAll(async () => {
  // Another test's cluster would take of the machine all the while.
  expect((await cli(['stop', '--all'])).code).toBe(0);
  const { stdout } = await execa(
    launcher,
    ['verify', '--seed', SEEDS.join(), '--short', SHORT.join(), '--output', 'json'],
    {
      reject: false,
      stdin: 'ignore',
      // Each run is told as it ends: this takes long.
      stderr: 'inherit',
      timeout: AN_HOUR,
    },
  );
  report = JSON.parse(stdout);
  console.log(verifiedText(report, (_format, text) => text));
}, AN_HOUR);

// What verify keeps for its next time would slow the tests that follow.
afterAll(async () => {
  expect((await cli(['stop', '--all'])).code).toBe(0);
});

describe.each(labs.map(({ id }) => id))('%s', (id) => {
  test.each(runs.filter(({ lab }) => lab === id))('seed $seed: $run', ({ seed, run }) => {
    const found = report.runs.find((one) => one.lab === id && one.seed === seed && one.run === run);
    expect(found?.actual).toBe(found?.expected);
    expect(found?.outcome).toBe('as-expected');
  });

  test('has other right ways and mistakes enough, and variants', () => {
    const { right, wrong } = bank.require(id);
    expect(Object.keys(right).length).toBeGreaterThanOrEqual(RIGHT);
    expect(Object.keys(wrong).length).toBeGreaterThanOrEqual(WRONG);
    expect(
      new Set(VARIANTS.map((seed) => jobsOf(bank.require(id), [seed])[0]).map(valuesOf)).size,
    ).toBe(VARIANTS.length);
  });
});

test('nothing else was played', () => {
  expect(report.runs.length).toBe(runs.length);
  expect(report.totals).toEqual({
    runs: runs.length,
    asExpected: runs.length,
    different: 0,
    error: 0,
  });
});

/** What makes one variant differ from another, as text. */
function valuesOf(job: ReturnType<typeof jobsOf>[number] | undefined): string {
  return JSON.stringify(job?.stretches[0].instance.parameters);
}
