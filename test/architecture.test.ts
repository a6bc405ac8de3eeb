import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

// What flows is a lab → a plan → a cluster → facts read from it → verdicts → a report.
// Each folder (or file) of src/ may import itself and what stands after its name.
const base = ['errors.ts', 'context.ts', 'host', 'ui', 'yaml'];
const machine = [...base, 'setup', 'image', 'doctor'];
const facts = [...base, 'lab', 'kube'];
const MAY_IMPORT: Record<string, string[]> = {
  'errors.ts': [],
  'context.ts': base,
  host: base,
  ui: base,
  yaml: base,
  lab: base,
  plan: [...base, 'lab'],
  setup: machine,
  image: machine,
  doctor: machine,
  kube: facts,
  cluster: [...machine, 'lab', 'plan', 'kube'],
  grading: [...facts, 'plan'],
  'grader.ts': ['grading'],
  report: [...base, 'lab', 'kube', 'grading'],
  history: [...base, 'lab', 'report'],
  session: [...machine, ...facts, 'plan', 'cluster', 'grading', 'report'],
  verify: [...machine, ...facts, 'plan', 'cluster', 'grading', 'report', 'session'],
  watch: [...machine, ...facts, 'plan', 'cluster', 'grading', 'report', 'session'],
  exam: [...machine, ...facts, 'plan', 'cluster', 'grading', 'report', 'history', 'session'],
  cli: [
    ...[...machine, ...facts, 'plan', 'cluster', 'grading', 'report', 'history', 'session'],
    ...['verify', 'watch', 'exam'],
  ],
  'main.ts': [...base, 'cli'],
};

const src = path.resolve(import.meta.dirname, '../src');

/** The first part of the path under src/. */
function partOf(file: string): string {
  return path.relative(src, file).split(path.sep)[0] ?? '';
}

function importsOf(file: string): string[] {
  const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import\(?)\s*'(\.[^']*)'/g);
  return [...specifiers].map(([, specifier = '']) => path.resolve(path.dirname(file), specifier));
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.join(src, name));

test('every part of src/ has a place in the table', () => {
  expect([...new Set(files.map(partOf))].filter((part) => !(part in MAY_IMPORT))).toEqual([]);
});

test('imports point one way', () => {
  const imports = files.flatMap((file) => importsOf(file).map((target) => ({ file, target })));
  expect(imports.length).toBeGreaterThan(100);
  const against = imports
    .map(({ file, target }) => ({ file, from: partOf(file), to: partOf(target) }))
    .filter(({ from, to }) => from !== to && !MAY_IMPORT[from]?.includes(to))
    .map(({ file, to }) => `src/${path.relative(src, file)} imports ${to}`);
  expect(against).toEqual([]);
});
