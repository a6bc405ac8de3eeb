/** The bytes are no whole bbolt database. */
export class NotBolt extends Error {
  override readonly name = 'NotBolt';
}

// https://github.com/etcd-io/bbolt: a file of pages; two meta pages say where the tree begins.
const MAGIC = 0xed0cdaed;
const VERSION = 2;
const PAGE_HEADER = 16;
const META = {
  magic: 0,
  version: 4,
  pageSize: 8,
  root: 16,
  transaction: 48,
  checksum: 56,
} as const;
const BRANCH = 0x01;
const LEAF = 0x02;
const ELEMENT = 16;
const IS_BUCKET = 0x01;
const BUCKET_HEADER = 16;
const DEEPEST = 64;

interface Entry {
  key: Buffer;
  value: Buffer;
  isBucket: boolean;
}

/**
 * The entries of one top-level bucket of a bbolt file, in the order of their keys. Throws NotBolt
 * when the bytes are something else, or damaged where they are read.
 */
export function bucketEntries(file: Buffer, name: string): { key: Buffer; value: Buffer }[] {
  try {
    const { pageSize, root } = newestMeta(file);
    const top = [...entriesFrom(file, pageSize, root, 0)];
    const bucket = top.find(({ key, isBucket }) => isBucket && key.equals(Buffer.from(name)));
    if (!bucket) throw new NotBolt(`it has no bucket '${name}'`);
    const inner = Number(bucket.value.readBigUInt64LE(0));
    // A small bucket stands in its parent's page, after its header.
    const entries =
      inner === 0
        ? entriesOf(bucket.value.subarray(BUCKET_HEADER), file, pageSize, 0)
        : entriesFrom(file, pageSize, inner, 0);
    return [...entries];
  } catch (error) {
    if (error instanceof RangeError) throw new NotBolt('a page lies outside of the file');
    throw error;
  }
}

interface Meta {
  pageSize: number;
  root: number;
  transaction: bigint;
}

/** Of the two meta pages, the valid one that was written last. */
function newestMeta(file: Buffer): Meta {
  const first = metaAt(file, 0);
  // The second's place depends on the page size, which a damaged first can't tell.
  const sizes = first ? [first.pageSize] : [4096, 8192, 16384, 65536];
  const metas = [first, ...sizes.map((size) => metaAt(file, size))].filter(
    (meta) => meta !== undefined,
  );
  const [newest] = metas.sort((a, b) => (a.transaction < b.transaction ? 1 : -1));
  if (newest) return newest;
  throw new NotBolt('it does not begin as a database of etcd does');
}

function metaAt(file: Buffer, offset: number): Meta | undefined {
  const meta = file.subarray(offset + PAGE_HEADER);
  if (meta.length < META.checksum + 8) return undefined;
  const valid =
    meta.readUInt32LE(META.magic) === MAGIC &&
    meta.readUInt32LE(META.version) === VERSION &&
    meta.readBigUInt64LE(META.checksum) === fnv1a(meta.subarray(0, META.checksum));
  if (!valid) return undefined;
  return {
    pageSize: meta.readUInt32LE(META.pageSize),
    root: Number(meta.readBigUInt64LE(META.root)),
    transaction: meta.readBigUInt64LE(META.transaction),
  };
}

function fnv1a(bytes: Buffer): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

function entriesFrom(file: Buffer, pageSize: number, page: number, depth: number): Iterable<Entry> {
  const offset = page * pageSize;
  const overflow = file.readUInt32LE(offset + 12);
  return entriesOf(
    file.subarray(offset, offset + (overflow + 1) * pageSize),
    file,
    pageSize,
    depth,
  );
}

/** Walks the tree under a page; `page` is the whole of it, what overflows included. */
function* entriesOf(page: Buffer, file: Buffer, pageSize: number, depth: number): Generator<Entry> {
  if (depth > DEEPEST) throw new NotBolt('its pages go round in a circle');
  const flags = page.readUInt16LE(8);
  const count = page.readUInt16LE(10);
  if (flags !== BRANCH && flags !== LEAF) throw new NotBolt('a page of its tree is damaged');
  for (let index = 0; index < count; index += 1) {
    const at = PAGE_HEADER + index * ELEMENT;
    if (flags === BRANCH) {
      yield* entriesFrom(file, pageSize, Number(page.readBigUInt64LE(at + 8)), depth + 1);
    } else {
      const [kind, position, keySize, valueSize] = [0, 4, 8, 12].map((by) =>
        page.readUInt32LE(at + by),
      ) as [number, number, number, number];
      const start = at + position;
      const end = start + keySize + valueSize;
      if (end > page.length) throw new NotBolt('an entry lies outside of its page');
      yield {
        key: page.subarray(start, start + keySize),
        value: page.subarray(start + keySize, end),
        isBucket: (kind & IS_BUCKET) !== 0,
      };
    }
  }
}
