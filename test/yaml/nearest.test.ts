import { expect, test } from 'vitest';
import { nearest } from '../../src/yaml/nearest.ts';

const LABS = ['rbac', 'etcd-backup', 'etcd-inspect', 'hpa', 'probes', 'points', 'hints'];

test.each([
  ['rbca', ['rbac']],
  ['RBAC', ['rbac']],
  ['etcd', ['etcd-backup', 'etcd-inspect']],
  ['pionts', ['points', 'hints']],
  ['hp', ['hpa']],
  ['zzz', []],
])('%s', (typed, expected) => {
  expect(nearest(typed, LABS)).toEqual(expected);
});
