import { describe, expect, test } from 'vitest';
import { reportText } from '../../src/report/text.ts';
import { check, report } from './fixture.ts';

const plain = (_format: string, text: string) => text;
const failing = check({
  verdict: 'failed',
  id: 'named',
  title: 'It has its name',
  expected: 'ConfigMap/a',
  actual: 'ConfigMap/b\nand more',
  why: 'Names count.',
});

describe('a report in words', () => {
  test('of full points', () => {
    expect(reportText(report(), plain)).toBe(
      [
        'A demo',
        'demo · seed s · c · Kubernetes v1.37.2',
        '',
        '✔ 2/2  It is there (there)',
        '',
        'Score: 2 of 2 (100 %), pass mark 66 %: passed.',
      ].join('\n'),
    );
  });

  test('shows expected, actual and why of a failure, and where to read', () => {
    const text = reportText(
      report({
        checks: [check(), failing],
        score: 2,
        max: 4,
        passed: false,
        hints: 1,
        solutionSeen: true,
        links: [{ title: 'ConfigMaps', url: 'https://kubernetes.io/x' }],
      }),
      plain,
    );
    expect(text.split('\n').slice(4)).toEqual([
      '✖ 0/2  It has its name (named)',
      '       expected: ConfigMap/a',
      '       actual:   ConfigMap/b',
      '                 and more',
      '       why:      Names count.',
      '',
      'Score: 2 of 4 (50 %), pass mark 66 %: not passed.',
      'Hints used: 1.',
      'The solution was shown.',
      'Read: ConfigMaps, https://kubernetes.io/x',
    ]);
  });

  test('names the gate that voids the score', () => {
    const gate = check({
      kind: 'gate',
      id: 'kept',
      points: 0,
      verdict: 'failed',
      title: 'Left alone',
    });
    const text = reportText(report({ checks: [check(), gate], score: 0, passed: false }), plain);
    expect(text).toContain('✖ gate  Left alone (kept)');
    expect(text).toContain("not passed. The gate 'kept' failed, so no points count.");
  });

  test('gives no score where a check is in error', () => {
    const broken = check({ verdict: 'error', why: 'no answer' });
    const text = reportText(
      report({ checks: [broken], graded: false, score: null, passed: false }),
      plain,
    );
    expect(text).toContain('Not graded');
    expect(text).not.toContain('Score:');
  });

  test('rounds a percentage down: 66.6 % is not 67', () => {
    expect(reportText(report({ score: 2, max: 3 }), plain)).toContain('(66 %)');
  });
});
