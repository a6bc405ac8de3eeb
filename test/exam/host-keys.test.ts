import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeKeys, newKeyPair } from '../../src/exam/host/keys.ts';

/** The strings, each behind its length, that OpenSSH's formats consist of. */
function strings(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    found.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

test('a key pair is one that OpenSSH reads: its parts belong together', () => {
  const pair = newKeyPair();
  const [type, blob] = pair.public.split(' ');
  expect(type).toBe('ssh-ed25519');
  const point = strings(Buffer.from(blob ?? '', 'base64'))[1] as Buffer;
  expect(point).toHaveLength(32);

  const lines = pair.private.trim().split('\n');
  expect([lines.at(0), lines.at(-1)]).toEqual([
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    '-----END OPENSSH PRIVATE KEY-----',
  ]);
  const body = Buffer.from(lines.slice(1, -1).join(''), 'base64');
  const magic = 'openssh-key-v1\0';
  expect(body.subarray(0, magic.length).toString()).toBe(magic);
  expect(strings(body.subarray(magic.length))[0]?.toString()).toBe('none');
  // Behind the three strings: how many keys there are, the public one, and what is secret.
  const [again, secret] = strings(body.subarray(magic.length + 8 + 8 + 4 + 4)) as [Buffer, Buffer];
  expect(again.toString('base64')).toBe(blob);
  expect(secret.length % 8).toBe(0);
  expect(secret.subarray(0, 4)).toEqual(secret.subarray(4, 8));
  const both = strings(secret.subarray(8))[2] as Buffer;
  expect(both.subarray(32)).toEqual(point);

  const jwk = {
    kty: 'OKP',
    crv: 'Ed25519',
    d: both.subarray(0, 32).toString('base64url'),
    x: point.toString('base64url'),
  };
  const text = Buffer.from('text');
  const signature = sign(null, text, createPrivateKey({ key: jwk, format: 'jwk' }));
  const { d: _, ...open } = jwk;
  expect(verify(null, text, createPublicKey({ key: open, format: 'jwk' }), signature)).toBe(true);
});

test('the keys of an exam stay the same, and are for nobody else', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const keys = await makeKeys(folder);
  expect(await makeKeys(folder)).toEqual(keys);
  expect(keys.host.public).not.toBe(keys.learner.public);
  expect((await stat(path.join(folder, 'keys.json'))).mode & 0o777).toBe(0o600);
});
