import type { ClusterRecord } from '../../src/cluster/record.ts';

/** The record of a shared cluster that is ready. */
export function record(change: Partial<ClusterRecord> = {}): ClusterRecord {
  return {
    name: 'cka-lab-duo',
    provider: 'kind',
    mark: 'm',
    topology: 'duo',
    kubernetes: 'v1.37.2',
    image: '',
    own: false,
    phase: 'ready',
    created: '',
    ...change,
  };
}
