import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { type KindRequest, kindConfig } from '../../src/cluster/kind-config.ts';

const request: KindRequest = {
  name: 'cka-lab-duo',
  image: 'kindest/node:v1.37.2',
  kubernetes: 'v1.37.2',
  topology: {
    name: 'duo',
    nodes: [{ role: 'control-plane' }, { role: 'worker', labels: { disk: 'ssd' } }],
  },
  mark: 'abc123',
  markFolder: '/state/mark',
  host: { cgroup: 2, oomScoreAdjRefused: false },
} as unknown as KindRequest;

interface Config {
  nodes: { role: string; image: string; labels?: object; extraMounts: object[] }[];
  kubeadmConfigPatches?: string[];
  containerdConfigPatches?: string[];
}
const config = (change: Partial<KindRequest> = {}) =>
  load(kindConfig({ ...request, ...change })) as Config;

describe('a kind configuration', () => {
  test('carries the mark on every node, read-only', () => {
    const mark = { hostPath: '/state/mark', containerPath: '/.cka-lab/abc123', readOnly: true };
    expect(config().nodes.map(({ extraMounts }) => extraMounts)).toEqual([[mark], [mark]]);
  });

  test('passes roles and labels of the topology', () => {
    expect(config().nodes.map(({ role, labels }) => [role, labels])).toEqual([
      ['control-plane', undefined],
      ['worker', { disk: 'ssd' }],
    ]);
  });

  test('patches nothing on a host that needs no patch', () => {
    expect(config().kubeadmConfigPatches).toBeUndefined();
    expect(config().containerdConfigPatches).toBeUndefined();
  });

  test.each([
    { cgroup: 1, oom: false, version: 'v1.37.2', kubelet: { failCgroupV1: false } },
    { cgroup: 1, oom: false, version: 'v1.34.4', kubelet: undefined },
    {
      cgroup: 2,
      oom: true,
      version: 'v1.37.2',
      kubelet: { featureGates: { KubeletInUserNamespace: true } },
    },
    {
      cgroup: 1,
      oom: true,
      version: 'v1.37.2',
      kubelet: { failCgroupV1: false, featureGates: { KubeletInUserNamespace: true } },
    },
  ] as const)(
    'cgroup v$cgroup, oom refused $oom, $version',
    ({ cgroup, oom, version, kubelet }) => {
      const { kubeadmConfigPatches, containerdConfigPatches } = config({
        host: { cgroup, oomScoreAdjRefused: oom },
        kubernetes: version,
      });
      const patch = kubeadmConfigPatches && (load(kubeadmConfigPatches[0] as string) as object);
      expect(
        patch &&
          Object.fromEntries(
            Object.entries(patch).filter(([key]) => !['kind', 'apiVersion'].includes(key)),
          ),
      ).toEqual(kubelet);
      expect(containerdConfigPatches?.join('') ?? '').toEqual(
        oom ? expect.stringContaining('restrict_oom_score_adj = true') : '',
      );
    },
  );
});
