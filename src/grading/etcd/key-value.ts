import { NotBolt } from './bolt.ts';

/** The fields that are read of an mvccpb.KeyValue. */
export interface KeyValue {
  key: Buffer;
  value: Buffer;
  createRevision: number;
  modRevision: number;
}

const VARINT = 0;
const BYTES = 2;

/**
 * Reads the protocol buffer in which etcd stores a key
 * (https://github.com/etcd-io/etcd/blob/main/api/mvccpb/kv.proto). Throws NotBolt when it is none.
 */
export function readKeyValue(bytes: Buffer): KeyValue {
  const found: KeyValue = {
    key: Buffer.alloc(0),
    value: Buffer.alloc(0),
    createRevision: 0,
    modRevision: 0,
  };
  let at = 0;
  const varint = (): number => {
    let result = 0;
    for (let factor = 1; at < bytes.length; factor *= 128) {
      const byte = bytes[at++] as number;
      result += (byte & 0x7f) * factor;
      if (byte < 0x80) return result;
    }
    throw new NotBolt('a key of it is cut short');
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = tag >>> 3;
    if ((tag & 7) === VARINT) {
      const number = varint();
      if (field === 2) found.createRevision = number;
      if (field === 3) found.modRevision = number;
    } else if ((tag & 7) === BYTES) {
      const size = varint();
      const content = bytes.subarray(at, at + size);
      if (content.length < size) throw new NotBolt('a key of it is cut short');
      at += size;
      if (field === 1) found.key = content;
      if (field === 5) found.value = content;
    } else {
      throw new NotBolt('a key of it is damaged');
    }
  }
  return found;
}
