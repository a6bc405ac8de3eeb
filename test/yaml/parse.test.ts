import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../src/yaml/parse.ts';
import { sourceOf } from '../../src/yaml/source.ts';

const parse = (text: string) => parseYaml(sourceOf('/f.yaml', text));
const findingsOf = (text: string) =>
  parse(text).findings.map(({ line, column, message }) => `${line}:${column} ${message}`);

const TEXT = `# a comment
version: 1
"ti tle": 'it''s'
list: [a, "b", {x: 1}]
empty:
block: |
  foo
   bar
seq:
  - run: x
    on: y
  -
alias: &name { k: v }
again: *name
`;

describe('places', () => {
  const [document] = parse(TEXT).documents;
  test.each([
    [['version'], '2:10', '2:1'],
    [['ti tle'], '3:11', '3:1'],
    [['list'], '4:7', '4:1'],
    [['list', 0], '4:8', '4:8'],
    [['list', 1], '4:11', '4:11'],
    [['list', 2, 'x'], '4:20', '4:17'],
    [['empty'], '5:1', '5:1'],
    [['block'], '7:3', '6:1'],
    [['seq'], '10:3', '9:1'],
    [['seq', 0, 'on'], '11:9', '11:5'],
    [['alias', 'k'], '13:19', '13:16'],
    [['again'], '14:8', '14:1'],
    // What isn't there is shown where it ought to be.
    [['again', 'k'], '14:8', '14:1'],
    [['seq', 0, 'missing'], '10:5', '10:5'],
    [['missing'], '2:1', '2:1'],
    [[], '2:1', '2:1'],
  ])('%j', (path, value, key) => {
    const { line, column } = document?.at(path) ?? {};
    const place = document?.keyAt(path);
    expect(`${line}:${column}`).toBe(value);
    expect(`${place?.line}:${place?.column}`).toBe(key);
  });

  test('every scalar has its raw text and offset', () => {
    const scalars = parse('a: "x"\nb: [y, |\n').documents;
    expect(scalars).toEqual([]);
    expect(parse('a: "x"\nb: [y]\n').documents[0]?.scalars).toEqual([
      { path: [], isKey: true, plain: true, raw: 'a', start: 0 },
      { path: ['a'], isKey: false, plain: false, raw: 'x', start: 4 },
      { path: [], isKey: true, plain: true, raw: 'b', start: 7 },
      { path: ['b', 0], isKey: false, plain: true, raw: 'y', start: 11 },
    ]);
  });
});

test('values are those of YAML 1.2', () => {
  const text = 'a: 0x10\nb: yes\nc: "1"\nd: 2024-01-01\ne: ~\n---\n- 1\n';
  expect(parse(text).documents.map(({ value }) => value)).toEqual([
    { a: 16, b: 'yes', c: '1', d: '2024-01-01', e: null },
    [1],
  ]);
});

test('a byte order mark and CRLF move nothing', () => {
  const [document] = parse('\u{feff}a: 1\r\nb: [x]\r\n').documents;
  expect(document?.at(['a'])).toEqual({ line: 1, column: 4 });
  expect(document?.at(['b', 0])).toEqual({ line: 2, column: 5 });
});

test.each([
  ['a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\n', ['3:1 "a" is given twice', '6:3 "d" is given twice']],
  [
    'a: {{one}}\nb: [{{ two }}, "{{three}}"]\n',
    [
      '1:4 a template at the start of a value must be quoted: "{{one}}"',
      '2:5 a template at the start of a value must be quoted: "{{ two }}"',
    ],
  ],
  [
    'a: {{one}}-x\n',
    [
      '1:11 this is not YAML: bad indentation of a mapping entry (a value that begins with {{ must be quoted)',
    ],
  ],
  ['a: b\n c: d\n', ['2:3 this is not YAML: bad indentation of a mapping entry']],
  ['a: 1\n\tb: 2', ['2:1 this is not YAML: tab characters must not be used in indentation']],
  ['{a: 1}: 2', ['1:1 this is not YAML: a key must be text']],
  ['a: *gone', ['1:5 this is not YAML: unidentified alias "gone"']],
  ['a: !secret x', ['1:4 this is not YAML: unknown scalar tag !<!secret>']],
  ['', []],
  ['# nothing\n', []],
])('%j', (text, expected) => {
  expect(findingsOf(text)).toEqual(expected);
});

test('a template without quotes is read as it was meant', () => {
  expect(parse('a: {{one}}\nb: [{{two}}, x]\n').documents[0]?.value).toEqual({
    a: '{{one}}',
    b: ['{{two}}', 'x'],
  });
});
