import { expect, test } from 'vitest';
import { keysFromJson } from '../../../src/grading/etcd/keys.ts';
import { keysOfSnapshot, readSnapshot } from '../../../src/grading/etcd/snapshot.ts';
import { nodeReader } from '../../../src/grading/node.ts';
import { databaseOf, snapshotOf, withHash } from './bolt-file.ts';

const CHANGES = [
  { key: '/a', revision: 2, value: 'first' },
  { key: '/b', revision: 3, value: 'kept' },
  { key: '/c', revision: 4, value: 'lost' },
  { key: '/a', revision: 300, created: 2, value: 'second' },
  { key: '/c', revision: 1_000_000_000_000 },
];

test.each([false, true])('a snapshot gives each key as it was last (inline: %s)', (inline) => {
  const keys = keysOfSnapshot(snapshotOf(CHANGES, inline));
  expect(
    [...keys].map(([key, { value, ...rest }]) => ({ key, value: `${value}`, ...rest })),
  ).toEqual([
    { key: '/a', value: 'second', createRevision: 2, modRevision: 300 },
    { key: '/b', value: 'kept', createRevision: 3, modRevision: 3 },
  ]);
});

test('etcdctl and a snapshot tell of a key the same', () => {
  const json = JSON.stringify({
    kvs: [{ key: btoa('/b'), value: btoa('kept'), create_revision: 3, mod_revision: 3 }],
  });
  const key = keysOfSnapshot(snapshotOf(CHANGES)).get('/b');
  expect(key).toEqual(keysFromJson(json).get('/b'));
  expect(keysFromJson('{"header":{}}').size).toBe(0);
});

const whole = snapshotOf(CHANGES);
const flipped = Buffer.from(whole);
flipped[5 * 4096 + 200] = 0xff;
const circle = databaseOf(CHANGES);
circle.writeBigUInt64LE(4n, 4 * 4096 + 16 + 8);
const outside = databaseOf(CHANGES);
outside.writeBigUInt64LE(4000n, 4 * 4096 + 16 + 8);
const long = databaseOf(CHANGES);
long.writeUInt32LE(100_000, 5 * 4096 + 16 + 12);

test.each([
  ['a database without a hash', databaseOf(CHANGES), 'does not end with the hash'],
  ['a snapshot that is cut short', whole.subarray(0, -4096), 'does not fit its hash'],
  ['a snapshot in which a byte changed', flipped, 'does not fit its hash'],
  ['other bytes with their hash', withHash(Buffer.alloc(8192, 'x')), 'does not begin as'],
  ['nothing with its hash', withHash(Buffer.alloc(0)), 'does not begin as'],
  ['pages in a circle', withHash(circle), 'go round in a circle'],
  ['a page that is not there', withHash(outside), 'outside'],
  ['an entry that is not there', withHash(long), 'outside'],
])('%s is no whole snapshot', (_name, bytes, message) => {
  expect(() => keysOfSnapshot(bytes)).toThrow(message);
});

function factsWith(results: Record<string, { stdout?: string; exitCode?: number }>) {
  const run = async (_node: string, [program = '']: readonly string[]) => ({
    stdout: '',
    stderr: 'it says why',
    exitCode: 0,
    ...results[program],
  });
  const shell = { names: async () => ['one'], run };
  return { node: (name: string) => nodeReader(shell, name) };
}

const file = (bytes: Buffer) => ({
  stat: { stdout: `${bytes.length} regular file\n` },
  base64: { stdout: bytes.toString('base64') },
});

test('a snapshot is read from a node', async () => {
  const keys = await readSnapshot(factsWith(file(whole)), 'one', '/srv/a.db');
  expect(keys).toHaveProperty('size', 2);
});

test.each([
  ['missing', { stat: { exitCode: 1 } }, 'no such file'],
  ['empty', { stat: { stdout: '0 regular empty file\n' } }, 'empty'],
  ['a folder', { stat: { stdout: '4096 directory\n' } }, 'a directory'],
  ['huge', { stat: { stdout: '999999999999 regular file\n' } }, 'larger than'],
  ['a copied database', file(databaseOf(CHANGES)), 'hash'],
])("a file that is %s is the learner's", async (_name, results, actual) => {
  expect(await readSnapshot(factsWith(results), 'one', '/srv/a.db')).toMatchObject({
    verdict: 'failed',
    actual: expect.stringContaining(actual),
  });
});

test("a file that can't be read, and a node that does not run, are ours", async () => {
  const unreadable = factsWith({ ...file(whole), base64: { exitCode: 1 } });
  await expect(readSnapshot(unreadable, 'one', '/a')).rejects.toThrow("can't be read: it says why");
  const gone = factsWith({ stat: { exitCode: 1 }, true: { exitCode: 1 } });
  await expect(readSnapshot(gone, 'one', '/a')).rejects.toThrow('could not be run on one');
});
