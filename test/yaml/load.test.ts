import { expect, test } from 'vitest';
import { z } from 'zod';
import { load } from '../../src/yaml/load.ts';
import { sourceOf } from '../../src/yaml/source.ts';

const schema = z.strictObject({
  name: z.string().regex(/^a/, 'must begin with a'),
  count: z.int().min(1).max(5),
  colour: z.enum(['red', 'green']),
  flag: z.boolean().default(false),
  list: z
    .array(z.strictObject({ id: z.string() }))
    .min(1)
    .optional(),
  steps: z
    .array(
      z.union([
        z.strictObject({ apply: z.string() }),
        z.strictObject({ run: z.string(), on: z.string() }),
      ]),
    )
    .optional(),
  any: z.union([z.string(), z.number()]).optional(),
  map: z.record(z.string().regex(/^[a-z]+$/, 'must be lower-case'), z.int()).optional(),
  shares: z.partialRecord(z.enum(['red', 'green']), z.int()).optional(),
});

const RIGHT = 'name: ab\ncount: 3\ncolour: red\n';
const read = (text: string) => load(schema, sourceOf('/f.yaml', text));

test.each([
  [RIGHT, []],
  ['count: 3\ncolour: red\n', ['1:1 name is missing']],
  ['name: b\ncount: 3\ncolour: red\n', ['1:7 name must begin with a']],
  ['name: 3\ncount: 3\ncolour: red\n', ['1:7 name must be text, not 3']],
  ['name: ab\ncount: "3"\ncolour: red\n', ['2:8 count must be a number, not "3"']],
  ['name: ab\ncount: 2.5\ncolour: red\n', ['2:8 count must be a whole number, not 2.5']],
  ['name: ab\ncount: 0\ncolour: red\n', ['2:8 count must be at least 1, not 0']],
  ['name: ab\ncount: 6\ncolour: red\n', ['2:8 count must be at most 5, not 6']],
  ['name: ab\ncount:\ncolour: red\n', ['2:1 count is empty']],
  ['name: ab\ncount: 3\ncolour: rd\n', ['3:9 colour must be one of red, green, not "rd"']],
  [`${RIGHT}flag: yes\n`, ['4:7 flag must be true or false, not "yes"']],
  [`${RIGHT}flg: true\n`, ['4:1 unknown key "flg"; did you mean "flag"?']],
  [`${RIGHT}shares: { gren: 1 }\n`, ['4:11 unknown key "gren"; did you mean "green"?']],
  [`${RIGHT}zzzzzz: true\n`, ['4:1 unknown key "zzzzzz"']],
  // A misspelt key is not reported as missing too.
  ['nmae: ab\ncount: 3\ncolour: red\n', ['1:1 unknown key "nmae"; did you mean "name"?']],
  [`${RIGHT}list: []\n`, ['4:7 list is empty']],
  [`${RIGHT}list: x\n`, ['4:7 list must be a list, not "x"']],
  [`${RIGHT}list:\n  - ID: x\n`, ['5:5 unknown key "ID"; did you mean "id"?']],
  [`${RIGHT}list:\n  - {}\n`, ['5:5 list[0].id is missing']],
  [`${RIGHT}steps:\n  - run: x\n`, ['5:5 steps[0].on is missing']],
  [`${RIGHT}steps:\n  - aply: x\n`, ['5:5 unknown key "aply"; did you mean "apply"?']],
  [`${RIGHT}steps:\n  - x\n`, ['5:5 steps[0] must be a mapping, not "x"']],
  [
    `${RIGHT}steps: [{ run: 1, on: 2 }]\n`,
    ['4:16 steps[0].run must be text, not 1', '4:23 steps[0].on must be text, not 2'],
  ],
  [`${RIGHT}any: [1]\n`, ['4:6 any must be text or a number, not a list']],
  [
    `${RIGHT}map: { a: 1, B: 2, c: x }\n`,
    ['4:14 "B" must be lower-case', '4:23 map.c must be a number, not "x"'],
  ],
  ['- 1\n', ['1:1 must be a mapping, not a list']],
  ['', ['1:1 the file is empty']],
  [`${RIGHT}---\n${RIGHT}`, ['5:1 only one document belongs in this file']],
])('%j', (text, expected) => {
  const { findings, value } = read(text);
  expect(findings.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(
    expected,
  );
  expect(value === undefined).toBe(expected.some((one) => !one.includes('only one document')));
});

test('all mistakes at once, and the right fields are there', () => {
  const { findings, fields } = read('name: b\ncount: 9\ncolour: red\nflog: 1\n');
  expect(findings).toHaveLength(3);
  expect(fields).toEqual({ colour: 'red', flag: false });
});
