import { describe, expect, test } from 'vitest';
import { ComponentDown } from '../../../src/grading/component-down.ts';
import type { NodeReader } from '../../../src/grading/node.ts';
import { runningContainers } from '../../../src/grading/nodes/containers.ts';
import { kubeletRuns } from '../../../src/grading/nodes/kubelet.ts';
import { packagesHeld } from '../../../src/grading/nodes/packages.ts';
import { takesPods } from '../../../src/grading/nodes/takes-pods.ts';
import { passed } from '../../../src/grading/verdict.ts';
import { fakeFacts } from '../fakes.ts';

/** A node on which these programs say this; an undefined one fails. */
function node(programs: Record<string, string | undefined>): NodeReader {
  return {
    read: async () => undefined,
    run: async ([program = '']) => {
      const stdout = programs[program];
      return { exitCode: stdout === undefined ? 1 : 0, stdout: stdout ?? '', stderr: 'refused' };
    },
  };
}

describe('the kubelet that runs', () => {
  const running = {
    systemctl: 'MainPID=595\n',
    readlink: '/usr/bin/kubelet\n',
    kubelet: 'Kubernetes v1.37.2\n',
  };

  test.each([
    ['is the wanted one', running, undefined],
    ['is stopped', { ...running, systemctl: 'MainPID=0\n' }, 'no kubelet runs'],
    ['just ended', { ...running, readlink: undefined }, 'no kubelet runs'],
    [
      'was not restarted',
      { ...running, readlink: '/usr/bin/kubelet (deleted)\n' },
      'the former kubelet runs on',
    ],
    ['is an old one', { ...running, kubelet: 'Kubernetes v1.36.3\n' }, 'kubelet 1.36.3'],
    ['is of a longer version', { ...running, kubelet: 'Kubernetes v1.37.20\n' }, 'kubelet 1.37.20'],
  ])('%s', async (_case, programs, actual) => {
    const outcome = await kubeletRuns(node(programs), 'n', '1.37.2');
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(outcome).toMatchObject({ expected: 'n runs kubelet 1.37.2', actual });
  });
});

describe('packages', () => {
  const held = 'kubeadm 1.37.2-1.1 hold installed\nkubelet 1.37.2-2.1 hold installed\n';

  test.each([
    ['held at the version', held, undefined],
    ['one not held', held.replace('2.1 hold', '2.1 install'), 'kubelet is not held'],
    ['one at another version', held.replace('1.37.2-2', '1.37.20-2'), 'kubelet is at 1.37.20-2.1'],
    ['one missing', held.split('\n')[0], 'kubelet is not installed'],
    [
      'one removed, with its settings left',
      held.replace('1 hold installed\nkubelet', '1 deinstall config-files\nkubelet'),
      'kubeadm is not installed',
    ],
    ['nothing is known', undefined, 'kubeadm is not installed, kubelet is not installed'],
  ])('%s', async (_case, dpkg, actual) => {
    const outcome = await packagesHeld(
      node({ 'dpkg-query': dpkg }),
      'n',
      ['kubeadm', 'kubelet'],
      '1.37.2',
    );
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(outcome).toMatchObject({ actual });
  });
});

test('containers by what their pods asked for', async () => {
  const crictl = JSON.stringify({
    containers: [
      {
        id: 'c1',
        createdAt: '1795393774444000000',
        metadata: { name: 'etcd' },
        image: { image: 'sha256:1', userSpecifiedImage: 'registry.k8s.io/etcd:3.7.0-0' },
        labels: {
          'io.kubernetes.pod.namespace': 'kube-system',
          'io.kubernetes.pod.name': 'etcd-n',
          'io.kubernetes.pod.uid': 'f0f0c39297239506839dc4444b6b74a0',
        },
      },
    ],
  });
  expect(await runningContainers(node({ crictl }))).toEqual([
    {
      name: 'etcd',
      namespace: 'kube-system',
      pod: 'etcd-n',
      image: 'registry.k8s.io/etcd:3.7.0-0',
      id: 'c1',
      created: 1_795_393_774_444,
      isStatic: true,
    },
  ]);
  await expect(runningContainers(node({}))).rejects.toThrow(ComponentDown);
});

describe('a node that takes pods', () => {
  const object = (spec: object, status = 'True') => ({
    metadata: { name: 'n', uid: '1' },
    spec,
    status: { conditions: [{ type: 'Ready', status, message: 'kubelet stopped' }] },
  });

  test.each([
    ['plain', object({}), undefined],
    ['cordoned', object({ unschedulable: true }), 'it is cordoned'],
    [
      'with a taint that it may have',
      object({ taints: [{ key: 'role', effect: 'x' }] }),
      undefined,
    ],
    [
      'with a taint of the learner',
      object({ taints: [{ key: 'mine', effect: 'NoSchedule' }] }),
      'it has the taint mine:NoSchedule',
    ],
    ['gone', undefined, 'there is no such node'],
  ])('%s', async (_case, found, actual) => {
    const facts = fakeFacts({ get: async () => found as never });
    const outcome = await takesPods(facts, 'n', { taints: ['role'] });
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(outcome).toMatchObject({ expected: 'n is Ready and takes pods', actual });
  });

  test('one that is Ready soon is waited for', async () => {
    let asked = 0;
    const get = async () => object({}, asked++ > 1 ? 'True' : 'False') as never;
    expect(await takesPods(fakeFacts({ get }), 'n')).toEqual(passed());
    expect(asked).toBe(3);
  });

  test('a taint that goes with what it tells is waited for', async () => {
    let asked = 0;
    const taints = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }];
    const get = async () => object(asked++ > 1 ? {} : { taints }) as never;
    expect(await takesPods(fakeFacts({ get }), 'n')).toEqual(passed());
    expect(asked).toBe(3);
  });
});
