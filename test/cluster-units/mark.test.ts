import { describe, expect, test } from 'vitest';
import { stateOf } from '../../src/cluster/kind.ts';
import { isOurs, type NodeContainer } from '../../src/cluster/mark.ts';

const node = (change: Partial<NodeContainer> = {}): NodeContainer => ({
  name: 'cka-lab-duo-control-plane',
  cluster: 'cka-lab-duo',
  role: 'control-plane',
  state: 'running',
  addresses: [],
  restarted: 0,
  mark: 'm1',
  markFolder: '/state/clusters/cka-lab-duo/mark',
  ...change,
});

describe('a cluster is ours', () => {
  test('with our prefix and our mark on every node', () => {
    expect(isOurs([node(), node({ role: 'worker' })], 'm1')).toBe(true);
  });
  test.each([
    ['without nodes', []],
    ['with a node that lacks the mark', [node(), node({ mark: undefined })]],
    ['with another mark', [node({ mark: 'm2' })]],
    ['with a name of somebody else', [node({ cluster: 'kind' })]],
  ])('not %s', (_case, nodes) => {
    expect(isOurs(nodes as NodeContainer[], 'm1')).toBe(false);
  });
});

describe('the state of a cluster', () => {
  test.each([
    ['absent', []],
    ['running', [node()]],
    ['stopped', [node(), node({ state: 'stopped' }), node({ state: 'paused' })]],
    ['paused', [node(), node({ state: 'paused' })]],
    ['foreign', [node({ mark: undefined, state: 'stopped' })]],
  ] as const)('%s', (state, nodes) => {
    expect(stateOf(nodes, 'm1')).toBe(state);
  });
});
