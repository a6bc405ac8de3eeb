import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('the licence is the one that package.json names', () => {
  expect(manifest.license).toBe('Apache-2.0');
  expect(read('LICENSE')).toMatch(/^\s*Apache License\n\s*Version 2\.0, January 2004\n/);
});

test('editors, the formatter and git agree', () => {
  const editor = read('.editorconfig');
  const { formatter } = JSON.parse(read('biome.json'));
  expect(formatter).toEqual({ indentStyle: 'space', lineWidth: 100 });
  expect(editor).toContain('indent_style = space\nindent_size = 2\nmax_line_length = 100\n');
  expect(editor).toContain('end_of_line = lf\n');
  expect(read('.gitattributes')).toContain('* text=auto eol=lf\n');
});

test('the changelog has what comes next and this version, newest first', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## \[(.*?)\]/gm)].map(([, name]) => name);
  expect(headings[0]).toBe('Unreleased');
  expect(headings).toContain(manifest.version);
});

test('the README links to what a contributor needs', () => {
  for (const name of ['LICENSE', 'CONTRIBUTING.md', 'CHANGELOG.md']) {
    expect(read('README.md')).toContain(`](${name})`);
    expect(read(name)).not.toBe('');
  }
});
