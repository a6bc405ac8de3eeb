import { describe, expect, test } from 'vitest';
import { builtInLabs } from '../../src/cli/command.ts';
import { loadBank } from '../../src/lab/bank.ts';
import { SAMPLE_CLUSTER } from '../../src/lab/cluster-values.ts';
import { instantiate } from '../../src/lab/instance.ts';
import { variableOf } from '../../src/lab/script.ts';
import { shownValues } from '../../src/lab/shown.ts';

const bank = await loadBank([builtInLabs]);
const SEEDS = ['1', '2', '3', '7', '8', '9', 'spring'];

describe('a learner has no value that the task does not show', () => {
  test.each([...bank.labs.keys()])('%s', (id) => {
    for (const seed of SEEDS) {
      const { shown, environment, task } = instantiate(bank.require(id), seed, SAMPLE_CLUSTER);
      const clusters = Object.keys(SAMPLE_CLUSTER).map(variableOf);
      for (const [name, value] of Object.entries(shown)) {
        if (!clusters.includes(name)) expect(task, `${name} of seed ${seed}`).toContain(value);
        expect(environment[name]).toBe(value);
      }
      expect(Object.keys(shown)).not.toContain('LAB_FAULT');
    }
  });
});

test('a value that stands in the text by chance is not shown', () => {
  const values = { fault: 'zone', domain: 'quay.test' };
  expect(shownValues('The zone {{domain}} is dead.\n', values)).toEqual({ domain: 'quay.test' });
});

test('what a paragraph that is left out would show is not shown; the cluster tells its own', () => {
  const values = { 'upgrade-flags': '', extra: 'x', name: 'y', cluster: 'c' };
  expect(shownValues('Do {{name}}.\n\nTake {{upgrade-flags}} and {{extra}}.\n', values)).toEqual({
    'upgrade-flags': '',
    name: 'y',
    cluster: 'c',
  });
});
