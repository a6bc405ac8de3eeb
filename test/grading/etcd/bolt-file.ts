import { createHash } from 'node:crypto';

/** Writes the parts of a bbolt file that a reader of etcd's snapshots meets. */

const PAGE = 4096;

export interface Change {
  key: string;
  revision: number;
  created?: number;
  /** Undefined: the key was deleted. */
  value?: string;
}

/** A snapshot as `etcdctl snapshot save` writes it: the database, then its SHA-256. */
export function snapshotOf(changes: readonly Change[], inline = false): Buffer {
  return withHash(databaseOf(changes, inline));
}

export function withHash(database: Buffer): Buffer {
  return Buffer.concat([database, createHash('sha256').update(database).digest()]);
}

/** Two meta pages, the root, and the bucket 'key': in its parent's page, or a branch of two leaves. */
export function databaseOf(changes: readonly Change[], inline = false): Buffer {
  const half = Math.ceil(changes.length / 2);
  const entries = changes.map(entryOf);
  const bucket = inline
    ? Buffer.concat([u64(0), u64(0), leaf(0, entries)])
    : Buffer.concat([u64(4), u64(0)]);
  return Buffer.concat(
    [
      meta(0, 1, 99),
      meta(1, 2, 3),
      Buffer.alloc(0),
      leaf(3, [
        { key: Buffer.from('alarm'), value: Buffer.alloc(32), flags: 1 },
        { key: Buffer.from('key'), value: bucket, flags: 1 },
      ]),
      branch(4, [5, 6]),
      leaf(5, entries.slice(0, half)),
      leaf(6, entries.slice(half)),
    ].map((page) => Buffer.concat([page], PAGE)),
  );
}

interface Entry {
  key: Buffer;
  value: Buffer;
  flags?: number;
}

function entryOf({ key, revision, created = revision, value }: Change): Entry {
  const main = Buffer.alloc(17);
  main.writeBigUInt64BE(BigInt(revision));
  main.write('_', 8);
  const text = (field: number, content: string) =>
    Buffer.concat([varint(field * 8 + 2), varint(content.length), Buffer.from(content)]);
  const number = (field: number, content: number) =>
    Buffer.concat([varint(field * 8), varint(content)]);
  if (value === undefined) {
    return { key: Buffer.concat([main, Buffer.from('t')]), value: text(1, key) };
  }
  return {
    key: main,
    value: Buffer.concat([text(1, key), number(2, created), number(3, revision), text(5, value)]),
  };
}

function meta(id: number, transaction: number, root: number): Buffer {
  const content = Buffer.concat([
    u32(0xed0cdaed),
    u32(2),
    u32(PAGE),
    u32(0),
    u64(root),
    u64(0),
    u64(2),
    u64(7),
    u64(transaction),
  ]);
  let hash = 0xcbf29ce484222325n;
  for (const byte of content) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return Buffer.concat([header(id, 4, 0), content, u64(hash)]);
}

function leaf(id: number, entries: readonly Entry[]): Buffer {
  let offset = entries.length * 16;
  const elements = entries.map(({ key, value, flags = 0 }, index) => {
    const position = offset - index * 16;
    offset += key.length + value.length;
    return Buffer.concat([u32(flags), u32(position), u32(key.length), u32(value.length)]);
  });
  const content = entries.flatMap(({ key, value }) => [key, value]);
  return Buffer.concat([header(id, 2, entries.length), ...elements, ...content]);
}

function branch(id: number, pages: readonly number[]): Buffer {
  const elements = pages.map((page) => Buffer.concat([u32(0), u32(0), u64(page)]));
  return Buffer.concat([header(id, 1, pages.length), ...elements]);
}

function header(id: number, flags: number, count: number): Buffer {
  const rest = Buffer.alloc(8);
  rest.writeUInt16LE(flags);
  rest.writeUInt16LE(count, 2);
  return Buffer.concat([u64(id), rest]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
