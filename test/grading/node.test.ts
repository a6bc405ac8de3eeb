import { expect, test } from 'vitest';
import { type NodeResult, nodeReader } from '../../src/grading/node.ts';
import { assertReads } from '../../src/grading/node-programs.ts';

test.each([
  'cat /etc/kubernetes/manifests/etcd.yaml',
  'test -e /var/lib/etcd',
  'sha256sum /opt/snapshot.db',
  'base64 --wrap=0 -- /opt/snapshot.db',
  'systemctl is-active kubelet',
  'systemctl show --property=FragmentPath kubelet',
  'crictl --runtime-endpoint=unix:///run/containerd/containerd.sock ps -a',
  'openssl x509 -in /etc/kubernetes/pki/apiserver.crt -noout -enddate',
  'etcdctl --cacert=/ca.crt --cert=/c.crt --key=/k.key get /registry/x',
  'etcdctl --endpoints=https://127.0.0.1:2379 endpoint status',
  'kubeadm certs check-expiration',
  'kubelet --version',
  'apt-mark showhold',
  'sysctl -n net.ipv4.ip_forward',
  'ss -tlnp',
])('a grader may run: %s', (command) => {
  expect(() => assertReads(command.split(' '))).not.toThrow();
});

test.each([
  'rm /etc/kubernetes/manifests/etcd.yaml',
  'sh -c true',
  '/bin/cat /etc/passwd',
  'systemctl restart kubelet',
  'systemctl --now enable kubelet',
  'systemctl --host is-active stop kubelet',
  'crictl rm abc',
  'crictl stop ps',
  'crictl',
  'openssl x509 -in a.crt -out /etc/kubernetes/pki/ca.crt',
  'openssl x509 -in a.crt --out=/etc/kubernetes/pki/ca.crt',
  'openssl genrsa',
  'etcdctl put /registry/x y',
  'etcdctl --command-timeout get del /registry/x',
  'etcdctl member remove 1',
  'etcdctl snapshot restore x',
  'kubeadm certs renew all',
  'kubelet --hostname-override=x',
  'apt-mark unhold kubelet',
  'sysctl -w net.ipv4.ip_forward=0',
  'sysctl -n net.ipv4.ip_forward=0',
  'ss -tK',
  'toString',
  '',
])('a grader may not run: %s', (command) => {
  expect(() => assertReads(command.split(' '))).toThrow('A grader only reads');
});

function shell(results: Record<string, Partial<NodeResult>>) {
  const ran: string[] = [];
  const names = async () => ['demo-control-plane'];
  const run = async (node: string, argv: readonly string[]) => {
    ran.push(`${node}: ${argv.join(' ')}`);
    return { stdout: '', stderr: '', exitCode: 0, ...results[argv[0] ?? ''] };
  };
  return { ran, reader: nodeReader({ names, run }, 'worker') };
}

test('a program that ended with another code than 0 is an answer', async () => {
  const { reader, ran } = shell({ systemctl: { exitCode: 3, stdout: 'inactive\n' } });
  expect(await reader.run(['systemctl', 'is-active', 'kubelet'])).toEqual({
    exitCode: 3,
    stdout: 'inactive\n',
    stderr: '',
  });
  expect(ran).toEqual(['worker: systemctl is-active kubelet', 'worker: true']);
});

test.each([
  [
    'the node is stopped',
    { cat: { exitCode: 1, stderr: 'container is not running' }, true: { exitCode: 1 } },
  ],
  ['the runtime did not start it', { cat: { exitCode: undefined } }],
])('%s: an error, not an answer', async (_name, results) => {
  const { reader } = shell(results as Record<string, Partial<NodeResult>>);
  await expect(reader.run(['cat', '/x'])).rejects.toThrow("'cat /x' could not be run on worker");
});

test('a file is read; one that is not there is undefined', async () => {
  expect(await shell({ cat: { stdout: 'text\n' } }).reader.read('/x')).toBe('text\n');
  expect(await shell({ test: { exitCode: 1 } }).reader.read('/x')).toBeUndefined();
  const directory = shell({ cat: { exitCode: 1, stderr: 'cat: /x: Is a directory' } });
  await expect(directory.reader.read('/x')).rejects.toThrow('Is a directory');
});

test('what may change something never reaches the node', async () => {
  const { reader, ran } = shell({});
  await expect(reader.run(['rm', '/x'])).rejects.toThrow('only reads');
  expect(ran).toEqual([]);
});
