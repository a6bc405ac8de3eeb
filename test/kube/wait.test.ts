import { describe, expect, test } from 'vitest';
import { fulfilled } from '../../src/kube/wait.ts';

const available = (status: string) => [{ type: 'Available', status }];

describe('what is waited for has come', () => {
  test.each([
    ['a condition that is True', { conditions: available('True') }, 'Available', true],
    ['a condition that is False', { conditions: available('False') }, 'Available', false],
    ['another condition', { conditions: available('True') }, 'Ready', false],
    ['a phase', { phase: 'Bound' }, 'Bound', true],
    ['another phase', { phase: 'Pending' }, 'Bound', false],
    [
      'a status that is behind',
      { observedGeneration: 1, conditions: available('True') },
      'Available',
      false,
    ],
    [
      'a status that is not',
      { observedGeneration: 2, conditions: available('True') },
      'Available',
      true,
    ],
    ['no status', undefined, 'Available', false],
  ])('%s', (_name, status, wanted, expected) => {
    expect(fulfilled({ metadata: { generation: 2 }, ...(status && { status }) }, wanted)).toBe(
      expected,
    );
  });
});
