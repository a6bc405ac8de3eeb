import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { fulfilled, waitFor } from '../../src/kube/wait.ts';

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

test.each([
  [undefined, 60],
  [3, 180],
])('with patience %s, what must come within 60 s is waited for %i s', async (patience, seconds) => {
  const started = 1_000_000;
  let now = started;
  const connection: Connection = {
    server: 'https://server',
    async request() {
      now += 60_000;
      return { status: 200, body: { metadata: {}, status: { phase: 'Pending' } } };
    },
  };
  const context = { now: () => now, signal: new AbortController().signal, patience };
  const type = {
    group: '',
    version: 'v1',
    kind: 'Pod',
    plural: 'pods',
    namespaced: true,
    verbs: [],
  };
  const wish = { type, name: 'web', namespace: 'shop', for: 'Running', seconds: 60 };
  await expect(waitFor(context as unknown as Context, connection, wish)).rejects.toThrow(
    `Pod/web was not Running after ${seconds} s. It says: Pending.`,
  );
  expect(now - started).toBe((seconds + 60) * 1000);
});
