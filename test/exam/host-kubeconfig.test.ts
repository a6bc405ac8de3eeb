import { expect, test } from 'vitest';
import { kubeconfigInside } from '../../src/exam/host/kubeconfig.ts';
import { readKubeconfig } from '../../src/kube/kubeconfig.ts';

const TEXT = `apiVersion: v1
kind: Config
clusters:
- name: kind-cka-lab-duo
  cluster: {certificate-authority-data: QQ==, server: "https://127.0.0.1:40001"}
- name: kind-cka-lab-duo-2
  cluster: {certificate-authority-data: Qg==, server: "https://127.0.0.1:40002"}
- name: elsewhere
  cluster: {server: "https://example.invalid"}
contexts:
- name: kind-cka-lab-duo
  context: {cluster: kind-cka-lab-duo, user: kind-cka-lab-duo}
users:
- name: kind-cka-lab-duo
  user: {client-key-data: Qw==}
current-context: kind-cka-lab-duo
`;

test('clusters that kind made are reached by name, and all else stays as it is', () => {
  const inside = readKubeconfig(kubeconfigInside(TEXT), 'inside');
  const before = readKubeconfig(TEXT, 'before');
  expect(inside).toEqual({
    ...before,
    clusters: [
      {
        name: 'kind-cka-lab-duo',
        cluster: {
          'certificate-authority-data': 'QQ==',
          server: 'https://cka-lab-duo-control-plane:6443',
        },
      },
      {
        name: 'kind-cka-lab-duo-2',
        cluster: {
          'certificate-authority-data': 'Qg==',
          server: 'https://cka-lab-duo-2-control-plane:6443',
        },
      },
      { name: 'elsewhere', cluster: { server: 'https://example.invalid' } },
    ],
  });
});
