import { createHash } from 'node:crypto';
import { InfrastructureError } from '../../errors.ts';
import type { Facts } from '../facts.ts';
import { type Failed, failed } from '../verdict.ts';
import { bucketEntries, NotBolt } from './bolt.ts';
import { readKeyValue } from './key-value.ts';
import type { EtcdKey, EtcdKeys } from './keys.ts';

// Ours are of a few MiB; this much can be read within a check's time.
const LARGEST_MIB = 128;

/**
 * The keys of a snapshot that lies on a node, as they were when it was saved. Its bytes are copied
 * here and its hash is compared, as `etcdutl snapshot restore` does; nothing is written, and
 * nothing runs on the node but programs that read. A file that is no whole snapshot is the
 * learner's failure.
 */
export async function readSnapshot(
  facts: Pick<Facts, 'node'>,
  node: string,
  path: string,
): Promise<EtcdKeys | Failed> {
  const wrong = (actual: string) =>
    failed({ expected: `${path} on ${node} is a whole snapshot of etcd`, actual });
  const { run } = facts.node(node);
  const kind = await run(['stat', '--dereference', '--format=%s %F', '--', path]);
  if (kind.exitCode !== 0) return wrong('there is no such file');
  const [size = '', ...words] = kind.stdout.trim().split(' ');
  if (size === '0') return wrong('the file is empty');
  if (words.join(' ') !== 'regular file') return wrong(`it is a ${words.join(' ')}`);
  if (Number(size) > LARGEST_MIB * 1024 * 1024) {
    return wrong(`it is larger than ${LARGEST_MIB} MiB, which this etcd never was`);
  }
  const { exitCode, stdout, stderr } = await run(['base64', '--wrap=0', '--', path]);
  if (exitCode !== 0) throw new InfrastructureError(`${path} can't be read: ${stderr.trim()}.`);
  try {
    return keysOfSnapshot(Buffer.from(stdout, 'base64'));
  } catch (error) {
    if (error instanceof NotBolt) return wrong(error.message);
    throw error;
  }
}

const HASH = 32;
const SECTOR = 512;

/** The keys in the bytes of a snapshot. Throws NotBolt, with what is wrong, when it is not whole. */
export function keysOfSnapshot(bytes: Buffer): EtcdKeys {
  if (bytes.length % SECTOR !== HASH) {
    throw new NotBolt('it does not end with the hash that `etcdctl snapshot save` writes');
  }
  const database = bytes.subarray(0, -HASH);
  const hash = createHash('sha256').update(database).digest();
  if (!hash.equals(bytes.subarray(-HASH))) throw new NotBolt('its content does not fit its hash');
  return latest(bucketEntries(database, 'key'));
}

const REVISION = 17;

/** Every change is an entry, the oldest first; a revision with a mark behind it is a deletion. */
function latest(changes: readonly { key: Buffer; value: Buffer }[]): EtcdKeys {
  const keys = new Map<string, EtcdKey>();
  for (const change of changes) {
    const { key, ...rest } = readKeyValue(change.value);
    if (change.key.length > REVISION) keys.delete(key.toString());
    else keys.set(key.toString(), rest);
  }
  return keys;
}
