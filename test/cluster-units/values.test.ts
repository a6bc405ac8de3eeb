import { expect, test } from 'vitest';
import type { ClusterRecord } from '../../src/cluster/record.ts';
import { upgradeFlags, valuesOf } from '../../src/cluster/values.ts';
import { SAMPLE_CLUSTER } from '../../src/lab/cluster-values.ts';

const record: ClusterRecord = {
  ...{ name: 'cka-lab-upgrade-2', provider: 'kind', mark: '0', topology: 'upgrade', own: true },
  ...{ kubernetes: 'v1.36.3', image: 'cka-lab/node:x', phase: 'ready', created: '' },
};

test('what a lab can know of its cluster', () => {
  const upgrade = { to: 'v1.37.2', flags: upgradeFlags({ cgroup: 1 }) };
  expect(valuesOf({ ...record, upgrade }, '/srv/learner')).toEqual({
    cluster: 'cka-lab-upgrade-2',
    kubernetes: '1.36.3',
    'upgrade-to': '1.37.2',
    'upgrade-flags': '--ignore-preflight-errors=SystemVerification',
    files: '/srv/learner',
  });
});

test('a cluster that nothing upgrades has every value, some of them empty', () => {
  expect(Object.keys(valuesOf(record, ''))).toEqual(Object.keys(SAMPLE_CLUSTER));
  expect(valuesOf(record, '')['upgrade-to']).toBe('');
});

test('only cgroup v1 asks for a flag', () => {
  expect(upgradeFlags({ cgroup: 2 })).toBe('');
});
