import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, cliJson } from '../cluster/cli.ts';

// What a learner could break with root's rights, on each of two nodes.
const CONTROL_PLANE = `#!/usr/bin/env bash
set -euo pipefail
sed -i 's#/pki/ca.crt#/pki/other.crt#' /etc/kubernetes/manifests/kube-apiserver.yaml
mv /etc/kubernetes/pki/apiserver.key /etc/kubernetes/pki/away.key
echo '# changed' >>/etc/kubernetes/scheduler.conf
while crictl ps --quiet --name '^kube-apiserver$' | grep -q .; do sleep 0.5; done
`;
const WORKER = `#!/usr/bin/env bash
set -euo pipefail
systemctl disable --now kubelet
systemctl stop containerd
echo 'no yaml: [' >>/var/lib/kubelet/config.yaml
mkdir /etc/cni/net.d/more && touch /etc/cni/net.d/more/file
chmod 700 /etc/containerd
rm /etc/default/kubelet && ln -s /dev/null /etc/default/kubelet
`;
const LAB = `version: 1
id: fragile
title: A lab that breaks its nodes
domain: troubleshooting
points: 1
minutes: 5
cluster: duo
scope: node
grades: [apiserver, kubelet]
seed:
  - { break: seed/control-plane.sh, on: control-plane }
  - { break: seed/worker.sh, on: worker }
`;
const GRADER = `import { grader, passed } from 'cka-lab/grader';
export default grader(({ check }) => {
  check('api', 1, 'The API server answers', async (facts) => {
    await facts.apiReady();
    return passed();
  });
});
`;

const FILES = {
  'labs/fragile/lab.yaml': LAB,
  'labs/fragile/task.md': 'Repair it.\n',
  'labs/fragile/solution.sh': '#!/usr/bin/env bash\nset -euo pipefail\ntrue\n',
  'labs/fragile/seed/control-plane.sh': CONTROL_PLANE,
  'labs/fragile/seed/worker.sh': WORKER,
  'graders/fragile.ts': GRADER,
};

let labs: string;
let cluster: string;
beforeAll(async () => {
  labs = await mkdtemp(path.join(tmpdir(), 'cka-lab-test-'));
  for (const [name, text] of Object.entries(FILES)) {
    const file = path.join(labs, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  cluster = (await cliJson(['start', 'rbac', '--seed', '1'])).cluster;
});
afterAll(async () => {
  await cli(['stop', 'fragile']);
  await cli(['stop', 'rbac']);
  await rm(labs, { recursive: true });
});

const kubectl = async (...args: string[]) => {
  const { code, stdout, stderr } = await cli(['shell', '--', 'kubectl', ...args]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
};

/** Everything in the folders that a node is started from, as another program sees it. */
async function filesOf(node: string): Promise<string> {
  const script = `cd / && tar --create --sort=name --mtime=@0 --exclude=etc/kubernetes/tmp \\
    etc/kubernetes etc/containerd etc/cni etc/systemd/system etc/default \\
    var/lib/kubelet/config.yaml var/lib/kubelet/kubeadm-flags.env var/lib/kubelet/pki | sha256sum`;
  const { stdout } = await execa('docker', ['exec', `${cluster}-${node}`, 'bash', '-c', script]);
  return stdout;
}
const allFiles = () => Promise.all(['control-plane', 'worker'].map(filesOf));

describe('what labs and learners change of a cluster', () => {
  test('is put back by a reset: objects, and settings of nodes', async () => {
    const node = `node/${cluster}-worker`;
    await kubectl('-n', 'kube-system', 'delete', 'service', 'kube-dns');
    await kubectl('-n', 'kube-system', 'scale', 'deployment/coredns', '--replicas=0');
    const broken = '{"data":{"Corefile":"nothing {"}}';
    await kubectl('-n', 'kube-system', 'patch', 'configmap/coredns', '--patch', broken);
    await kubectl('delete', 'storageclass', 'standard');
    await kubectl('label', node, 'stray=yes', 'kubernetes.io/os=other', '--overwrite');
    await kubectl('taint', 'node', `${cluster}-worker`, 'stray=yes:NoSchedule');
    await kubectl('cordon', node);

    const reset = await cli(['reset']);
    expect(reset.stderr).not.toContain('Error');
    expect(reset.code).toBe(0);
    expect(await kubectl('get', 'storageclass')).toContain('standard (default)');
    expect(await kubectl('-n', 'kube-system', 'get', 'configmap/coredns', '-o', 'yaml')).toContain(
      'kubernetes cluster.local',
    );
    expect(await kubectl('-n', 'kube-system', 'get', 'service/kube-dns')).toContain('53/UDP');
    const found = JSON.parse(await kubectl('get', node, '-o', 'json'));
    expect(found.metadata.labels).toMatchObject({ 'kubernetes.io/os': 'linux' });
    expect(found.metadata.labels).not.toHaveProperty('stray');
    expect(found.spec.taints ?? []).toEqual([]);
    expect(found.spec.unschedulable).toBe(undefined);
    const dns = await kubectl('-n', 'kube-system', 'get', 'deployment/coredns', '-o', 'json');
    expect(JSON.parse(dns).status.readyReplicas).toBe(2);
  });

  test('files of nodes are put back, and are the same byte for byte', async () => {
    const before = await allFiles();
    expect((await cli(['stop', 'rbac'])).code).toBe(0);
    const started = await cliJson(['start', 'fragile', '--labs', labs]);
    expect(started.cluster).toBe(cluster);
    const [controlPlane, worker] = await allFiles();
    expect(controlPlane).not.toBe(before[0]);
    expect(worker).not.toBe(before[1]);
    expect(await cliJson(['grade'], 1)).toMatchObject({ graded: true, score: 0 });

    const reset = await cli(['reset']);
    expect(reset.code, reset.stderr).toBe(0);
    expect(await allFiles()).not.toContain(before[0]);

    const stopped = await cli(['stop', 'fragile']);
    expect(stopped.code, stopped.stderr).toBe(0);
    expect(stopped.stderr).not.toContain('too broken');
    expect(await allFiles()).toEqual(before);
    console.log(`reset ${reset.milliseconds} ms, stop ${stopped.milliseconds} ms`);
    const again = await cliJson(['start', 'rbac', '--seed', '1']);
    expect(again.cluster).toBe(cluster);
  });
});
