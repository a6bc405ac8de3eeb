import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { wordFor } from '../../src/host/world-word.ts';
import { assemble } from '../../src/image/assemble.ts';
import { type KubernetesVersion, versions } from '../../src/image/versions.ts';
import { fakes } from '../setup/fakes.ts';

const runtime = { name: 'docker', version: '26.1.5' } as const;
const DEAD = 4_194_305;
const KUBEADM = 'echo images.invalid/pause:3.10; echo images.invalid/etcd:$' + '{ETCD:-3.7.0-0}';
// Another process that lives has an assembly of its own; that of a dead one is left over.
const docker = (word: string) => `case "$*" in
  ps*) echo cka-lab-assemble-${word}-${DEAD}; echo cka-lab-assemble-${word}-${process.ppid}
       echo cka-lab-assemble-elsewhere-${DEAD}; echo my-cka-lab-assemble;;
  volume\\ ls*) echo cka-lab-assemble-${word}-${DEAD};;
  images\\ --format*) echo cka-lab-assemble-${word}-${DEAD}:base; echo kindest/node:v1.37.2;;
  images\\ --quiet*) echo 0123456789ab;;
  run*) test -z "$FAIL" || exit 9;;
esac`;

async function assembled(env: Record<string, string> = {}) {
  const { context, folder, calls, program } = await fakes({}, { env });
  const word = wordFor(context.paths.cache);
  await program('docker', docker(word));
  await program('kubeadm', KUBEADM);
  const place = (name: string) => path.join(folder, name);
  const names = ['pause', 'etcd', 'etcdctl', 'etcdutl', 'kubelet', 'kubectl', 'kube-router'];
  names.push(
    'start-kube-router',
    'local-path-provisioner',
    'metrics-server',
    'containerd',
    'ctr',
    'crictl',
  );
  names.push('containerd-shim-runc-v2', 'bridge', 'host-local', 'loopback', 'portmap', 'ptp');
  for (const name of [...names, 'small.tar', 'net.tar', 'nginx.tar', 'static.tar', 'node.tar']) {
    await writeFile(place(name), name);
  }
  const assembly = {
    version: versions['1.37'] as KubernetesVersion,
    ...{ arch: 'amd64', recipe: 'abc', reference: 'kindest/node:v1.37.2' },
    program: (name: string) => (name === 'kubeadm' ? place('bin/kubeadm') : place(name)),
    tar: (name: string) => place(`${name}.tar`),
  };
  const result = await assemble(context, runtime, assembly, () => {}).catch((error) => error);
  const left = await readdir(path.join(context.paths.cache, 'parts'));
  return { result, left, calls: await calls(), word };
}

test('makes an image that says by which recipe', async () => {
  const { result, left, calls, word } = await assembled();
  expect(result).toBeUndefined();
  const commit = calls.find((call) => call.startsWith('docker commit')) ?? '';
  expect(commit).toContain('LABEL cka-lab.recipe=abc');
  expect(commit).toMatch(
    new RegExp(` cka-lab-assemble-${word}-${process.pid} kindest/node:v1.37.2$`),
  );
  expect(left).toEqual([]);
});

test('no anonymous volume is declared: every node would get one', async () => {
  const { calls } = await assembled();
  const run = calls.find((call) => call.startsWith('docker run')) ?? '';
  expect(run.match(/--volume \S+/g)).toHaveLength(2);
  for (const [volume] of run.matchAll(/--volume (\S+)/g)) expect(volume).toContain(':/');
});

test('removes what dead processes left, and nothing else', async () => {
  const { calls, word } = await assembled();
  const removed = calls.filter((call) => /^docker (rm|rmi|volume rm) /.test(call));
  expect([...new Set(removed)].sort()).toEqual([
    `docker rm --force --volumes cka-lab-assemble-${word}-${DEAD}`,
    'docker rmi 0123456789ab',
    `docker rmi cka-lab-assemble-${word}-${DEAD}:base`,
    `docker volume rm --force cka-lab-assemble-${word}-${DEAD}`,
  ]);
});

test('a failure names the command, and nothing is left of it', async () => {
  const { result, left, calls } = await assembled({ FAIL: 'yes' });
  expect(result.message).toMatch(/docker run .*exit|ended with exit code 9/s);
  expect(calls.some((call) => call.startsWith('docker commit'))).toBe(false);
  expect(left).toEqual([]);
});

test('an etcd that kubeadm does not ask for is noticed', async () => {
  const { result, calls } = await assembled({ ETCD: '3.9.9-0' });
  expect(result.message).toContain('etcd:3.9.9-0');
  expect(calls.some((call) => call.startsWith('docker run'))).toBe(false);
});
