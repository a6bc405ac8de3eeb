import { describe, expect, test } from 'vitest';
import { render, renderSource, templatesIn } from '../../src/lab/template.ts';
import { sourceOf } from '../../src/yaml/source.ts';

const VALUES = { namespace: 'orders', 'max-surge': '2', lab: 'rbac' };

test.each([
  ['in {{namespace}}-staging', 'in orders-staging'],
  ['{{max-surge}}{{lab}}', '2rbac'],
  ['{{unknown}} {{ namespace }} {{constructor}}', '{{unknown}} {{ namespace }} {{constructor}}'],
  ["-o go-template='{{range .items}}{{.metadata.name}}{{end}}'", undefined],
  ['{ {namespace} } {namespace}', undefined],
])('%s', (text, expected) => {
  expect(render(text, VALUES)).toBe(expected ?? text);
});

test('templates and Go templates are told apart', () => {
  expect(templatesIn('{{a}} {{range .x}}{{.b}}{{end}}{{else}} {{ c }} {{d-e}}')).toEqual([
    { name: 'a', raw: '{{a}}', offset: 0 },
    { name: 'c', raw: '{{ c }}', offset: 40 },
    { name: 'd-e', raw: '{{d-e}}', offset: 48 },
  ]);
});

describe('places of a rendered text', () => {
  const source = sourceOf('/f', 'a: {{namespace}}-x\nb: {{lab}} c\n');
  const { rendered, replacements } = renderSource(source, VALUES);

  test('text and replacements', () => {
    expect(rendered.text).toBe('a: orders-x\nb: rbac c\n');
    expect(
      replacements.map(({ name, start, end }) => [name, rendered.text.slice(start, end)]),
    ).toEqual([
      ['namespace', 'orders'],
      ['lab', 'rbac'],
    ]);
  });

  test.each([
    ['a', '1:1'],
    ['orders', '1:4'],
    ['ers', '1:4'],
    ['-x', '1:17'],
    ['b', '2:1'],
    ['rbac', '2:4'],
    [' c', '2:11'],
  ])('%s', (text, expected) => {
    const { line, column } = rendered.at(rendered.text.indexOf(text));
    expect(`${line}:${column}`).toBe(expected);
  });
});
