import { InfrastructureError } from '../../errors.ts';
import { ComponentDown } from '../component-down.ts';
import type { Facts } from '../facts.ts';
import { type EtcdKeys, keysFromJson } from './keys.ts';

const PKI = '/etc/kubernetes/pki/etcd';
const ENDPOINT = '--endpoints=https://127.0.0.1:2379';
const CERTIFICATES = [
  `--cacert=${PKI}/ca.crt`,
  `--cert=${PKI}/healthcheck-client.crt`,
  `--key=${PKI}/healthcheck-client.key`,
];
const TIMES = ['--dial-timeout=3s', '--command-timeout=3s'];
// As a shell says it: found but not to be run, and not found.
const NO_PROGRAM = [126, 127];

/**
 * Reads keys of the etcd that runs on the control plane's node, past the API server and its
 * caches; a key that ends with / stands for all that begin so. Throws ComponentDown when this
 * etcd gives no answer to the cluster's own certificates.
 */
export async function etcdGet(
  facts: Pick<Facts, 'node'>,
  ...keys: readonly string[]
): Promise<EtcdKeys> {
  const found = await Promise.all(
    keys.map((key) => etcdctl(facts, ['get', key, ...(key.endsWith('/') ? ['--prefix'] : [])])),
  );
  return new Map(found.flatMap((text) => [...keysFromJson(text)]));
}

async function etcdctl({ node }: Pick<Facts, 'node'>, command: readonly string[]): Promise<string> {
  const argv = ['etcdctl', ...command, '--write-out=json', ENDPOINT, ...CERTIFICATES, ...TIMES];
  const { exitCode, stdout, stderr } = await node('control-plane').run(argv);
  if (exitCode === 0) return stdout;
  if (NO_PROGRAM.includes(exitCode)) {
    throw new InfrastructureError(`etcdctl can't be run on the node: ${stderr.trim()}.`);
  }
  throw new ComponentDown('etcd', `etcd gave no answer: ${reason(stderr)}`);
}

/** Whether that etcd answers a client that shows no certificate. Ask only one that runs. */
export async function answersAnybody({ node }: Pick<Facts, 'node'>): Promise<boolean> {
  const anonymous = ['--insecure-skip-tls-verify=true', `--cacert=${PKI}/ca.crt`];
  const argv = ['etcdctl', 'get', 'a', ENDPOINT, ...anonymous, ...TIMES];
  return (await node('control-plane').run(argv)).exitCode === 0;
}

/** etcdctl logs JSON lines and says last, in words, what failed. */
function reason(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return lines.findLast((line) => !line.startsWith('{')) ?? lines.at(-1) ?? '';
}
