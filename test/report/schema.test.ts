import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/host/paths.ts';
import { jsonSchema, SCHEMAS } from '../../src/report/json-schema.ts';
import { render } from '../../src/report/render.ts';
import { exam, hostile, ungraded } from './exam-fixture.ts';
import { check, report } from './fixture.ts';

const folder = path.join(packageRoot, 'src', 'report');
const read = (name: string) => readFile(path.join(folder, name), 'utf8');

/** As a reader has it, who knows only the file. */
async function validator(name: keyof typeof SCHEMAS) {
  // Times are told by a pattern as well.
  const ajv = new Ajv({ allErrors: true, formats: { 'date-time': true } });
  return ajv.compile(JSON.parse(await read(name)));
}

test.each(Object.entries(SCHEMAS))('%s is up to date', async (name, schema) => {
  expect(await read(name), 'run: npm run schema').toBe(jsonSchema(schema));
});

test.each(['exam-report.schema.json', 'lab-report.schema.json'])('%s is shipped', async (name) => {
  const { files } = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8'));
  expect(files.some((pattern: string) => path.matchesGlob(`src/report/${name}`, pattern))).toBe(
    true,
  );
});

describe('the published schema of', () => {
  test('an exam holds for what is written', async () => {
    const valid = await validator('exam-report.schema.json');
    for (const one of [exam(), ungraded, hostile]) {
      expect(valid(JSON.parse(render('json', one))), JSON.stringify(valid.errors)).toBe(true);
    }
  });

  test('a lab holds for what is written', async () => {
    const valid = await validator('lab-report.schema.json');
    const one = report({ checks: [check(), check({ verdict: 'error', why: 'x' })], score: null });
    expect(valid(JSON.parse(render('json', one))), JSON.stringify(valid.errors)).toBe(true);
  });

  test.each([
    ['a later field', true, { later: 1 }],
    ['another version', false, { schema: 2 }],
    ['no remarks', false, { remarks: undefined }],
    ['a time that is none', false, { started: 'yesterday' }],
    ['an unknown end', false, { endedBy: 'boredom' }],
    ['a task without its points', false, { tasks: [{ number: 1 }] }],
  ])('an exam judges %s', async (_what, accepted, change) => {
    const valid = await validator('exam-report.schema.json');
    expect(valid(JSON.parse(JSON.stringify({ ...exam(), ...change })))).toBe(accepted);
  });
});
