import { generateKeyPairSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { readKept, writePrivate } from '../../host/store.ts';

/** An ed25519 key pair as OpenSSH writes it. */
export interface KeyPair {
  /** PEM. */
  private: string;
  /** One line, without the name of a user. */
  public: string;
}

/** What lets the learner of one exam in, and what proves to them that it is their exam's host. */
export interface Keys {
  learner: KeyPair;
  host: KeyPair;
}

const pair = z.object({ private: z.string().min(1), public: z.string().min(1) });
const schema = z.object({ learner: pair, host: pair }) satisfies z.ZodType<Keys>;

/** The keys of an exam, kept in its folder (0700, files 0600): made at the first call, or where they can't be read. */
export async function makeKeys(folder: string): Promise<Keys> {
  const file = path.join(folder, 'keys.json');
  const kept = await readKept<Keys>(file, schema);
  if (kept) return kept;
  const keys: Keys = { learner: newKeyPair(), host: newKeyPair() };
  await writePrivate(file, JSON.stringify(keys));
  return keys;
}

const TYPE = 'ssh-ed25519';

/** Made here: ssh-keygen need not be on this machine. */
export function newKeyPair(): KeyPair {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const [seed, point] = [jwk.d, jwk.x].map((text) => Buffer.from(text ?? '', 'base64url'));
  return {
    private: privateText(seed as Buffer, point as Buffer),
    public: publicText(point as Buffer),
  };
}

function publicText(point: Buffer): string {
  return `${TYPE} ${publicBlob(point).toString('base64')}`;
}

function publicBlob(point: Buffer): Buffer {
  return Buffer.concat([string(TYPE), string(point)]);
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key, without encryption. */
function privateText(seed: Buffer, point: Buffer): string {
  const check = randomBytes(4);
  const secret = Buffer.concat([
    ...[
      check,
      check,
      string(TYPE),
      string(point),
      string(Buffer.concat([seed, point])),
      string(''),
    ],
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (secret.length % 8)) % 8));
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[string('none'), string('none'), string(''), number(1), string(publicBlob(point))],
    string(Buffer.concat([secret, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    ...lines,
    '-----END OPENSSH PRIVATE KEY-----',
    '',
  ].join('\n');
}

function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([number(bytes.length), bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
