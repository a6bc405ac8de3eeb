import { expect, test } from 'vitest';
import { movedNodes } from '../../src/cluster/addresses.ts';

const BEFORE = { plane: ['172.18.0.2', 'fc00::2'], worker: ['172.18.0.3', 'fc00::3'] };
const SWAPPED = { plane: ['172.18.0.3', 'fc00::3'], worker: ['172.18.0.2', 'fc00::2'] };

test('nodes that have other addresses are told, and those that have none now are not', () => {
  expect(movedNodes(BEFORE, BEFORE)).toEqual([]);
  expect(movedNodes(BEFORE, SWAPPED)).toEqual(['plane', 'worker']);
  expect(movedNodes(BEFORE, { plane: [], worker: ['172.18.0.9', 'fc00::3'] })).toEqual(['worker']);
});
