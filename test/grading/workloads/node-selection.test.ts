import type { V1NodeSelectorRequirement, V1PodSpec } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { type Box, both, boxOf } from '../../../src/grading/sets/box.ts';
import { labelTrait } from '../../../src/grading/sets/selector.ts';
import { noneOf, oneOf } from '../../../src/grading/sets/values.ts';
import {
  likings,
  mayRunOn,
  NAME,
  NODE,
  type Numbers,
  tolerates,
} from '../../../src/grading/workloads/node-selection.ts';

type Selecting = Parameters<typeof mayRunOn>[0];
const KEYS = ['disk', 'slots', 'role', 'tape'];

/** One node, as what it is of all there could be. */
const node = ((labels: Record<string, string>) =>
  boxOf({
    [NAME]: oneOf('one'),
    ...Object.fromEntries(KEYS.map((key) => [labelTrait(NODE, key), oneOf(labels[key])])),
  }))({ disk: 'nvme', slots: '8', role: '' });

function selects(spec: Selecting, one: Box, numbers: Numbers = 'some'): boolean {
  return mayRunOn(spec, numbers).some((box) => both(box, one) !== undefined);
}

function requiring(...terms: V1NodeSelectorRequirement[][]): Pick<V1PodSpec, 'affinity'> {
  const nodeSelectorTerms = terms.map((matchExpressions) => ({ matchExpressions }));
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    },
  };
}

test.each<[string, V1NodeSelectorRequirement, boolean]>([
  ['in', { key: 'disk', operator: 'In', values: ['ssd', 'nvme'] }, true],
  ['not in', { key: 'disk', operator: 'In', values: ['ssd'] }, false],
  ['in, without the label', { key: 'tape', operator: 'In', values: [''] }, false],
  ['NotIn', { key: 'disk', operator: 'NotIn', values: ['nvme'] }, false],
  ['NotIn, without the label', { key: 'tape', operator: 'NotIn', values: ['nvme'] }, true],
  ['Exists, of no value', { key: 'role', operator: 'Exists' }, true],
  ['Exists, without the label', { key: 'tape', operator: 'Exists' }, false],
  ['DoesNotExist', { key: 'role', operator: 'DoesNotExist' }, false],
  ['DoesNotExist, without the label', { key: 'tape', operator: 'DoesNotExist' }, true],
  ['Lt, without the label', { key: 'tape', operator: 'Lt', values: ['9'] }, false],
])('%s', (_title, requirement, expected) => {
  expect(selects(requiring([requirement]), node)).toBe(expected);
});

test('a label that is compared as a number may be of some value, or is of none', () => {
  const above = requiring([{ key: 'slots', operator: 'Gt', values: ['7'] }]);
  expect(mayRunOn(above, 'some')).toEqual([
    boxOf({ [NAME]: noneOf(undefined), [labelTrait(NODE, 'slots')]: noneOf(undefined) }),
  ]);
  expect(mayRunOn(above, 'none')).toEqual([]);
});

const nvme = { key: 'disk', operator: 'In', values: ['nvme'] };
const tape = { key: 'tape', operator: 'Exists' };

test('of several terms one is enough, of one all must hold', () => {
  expect(selects(requiring([tape], [nvme]), node)).toBe(true);
  expect(selects(requiring([tape, nvme]), node)).toBe(false);
  expect(selects(requiring([]), node)).toBe(false);
  expect(selects({}, node)).toBe(true);
});

test('a nodeSelector counts beside the affinity', () => {
  expect(selects({ nodeSelector: { role: '' } }, node)).toBe(true);
  expect(selects({ ...requiring([nvme]), nodeSelector: { role: 'a' } }, node)).toBe(false);
});

test('by the name of the node', () => {
  const named = (name: string) => ({ key: 'metadata.name', operator: 'In', values: [name] });
  const by = (name: string) => ({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [named(name)] }],
      },
    },
  });
  expect(selects({ affinity: by('one') }, node)).toBe(true);
  expect(selects({ affinity: by('two') }, node)).toBe(false);
});

test('weights add up', () => {
  const weighed = (weight: number, ...matchExpressions: V1NodeSelectorRequirement[]) => ({
    weight,
    preference: { matchExpressions },
  });
  const preferring = [weighed(70, nvme), weighed(20, tape), weighed(5, nvme), weighed(3)];
  const affinity = {
    nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferring },
  };
  const worth = (spec: Selecting) =>
    likings(spec)
      .filter(({ nodes }) => both(nodes, node))
      .reduce((sum, { weight }) => sum + weight, 0);
  expect(worth({ affinity })).toBe(75);
  expect(worth({})).toBe(0);
});

const taint = { key: 'role', value: 'guard', effect: 'NoSchedule' };

test.each<[object, boolean]>([
  [{ key: 'role', operator: 'Exists', effect: 'NoSchedule' }, true],
  [{ key: 'role', operator: 'Exists' }, true],
  [{ operator: 'Exists' }, true],
  [{ key: 'role', value: 'guard' }, true],
  [{ key: 'role', operator: 'Equal', value: 'guard', effect: 'NoSchedule' }, true],
  [{ key: 'role', value: '' }, false],
  [{ key: 'role', operator: 'Exists', effect: 'NoExecute' }, false],
  [{ key: 'another', operator: 'Exists' }, false],
])('%o tolerates the taint: %s', (toleration, expected) => {
  expect(tolerates({ tolerations: [toleration] }, taint)).toBe(expected);
});

test('an empty value is no value', () => {
  const tolerations = [{ key: 'role', value: '' }];
  expect(tolerates({ tolerations }, { key: 'role', effect: 'NoSchedule' })).toBe(true);
  expect(tolerates({}, taint)).toBe(false);
});
