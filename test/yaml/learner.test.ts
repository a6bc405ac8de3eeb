import { expect, test } from 'vitest';
import { documentsIn } from '../../src/yaml/learner.ts';

test('documents, and none where it is no YAML', () => {
  expect(documentsIn('a: 1\n---\nb: &x [2]\nc: *x')).toEqual([{ a: 1 }, { b: [2], c: [2] }]);
  expect(documentsIn('a: [')).toEqual([]);
  expect(documentsIn('')).toEqual([]);
});

test('a few hundred bytes do not become gigabytes', () => {
  const levels = Array.from('abcdefghi', (name, index) => {
    const before = index === 0 ? '"x"' : `*${String.fromCharCode(name.charCodeAt(0) - 1)}`;
    return `${name}: &${name} [${Array(9).fill(before).join(',')}]`;
  });
  const start = performance.now();
  expect(documentsIn(levels.join('\n'))).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1000);
});
