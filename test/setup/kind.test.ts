import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Interrupted } from '../../src/errors.ts';
import { ensureKind, findKind, KIND_VERSION, type Source } from '../../src/setup/kind.ts';
import { type Fakes, fakes } from './fakes.ts';

const says = (version: string) => `echo "kind ${version} go1.26 linux/amd64"`;
const release = Buffer.from(`#!/bin/sh\n${says(KIND_VERSION)}\n`);

function source(body: Uint8Array | Error, status = 200): Source & { urls: string[] } {
  const urls: string[] = [];
  return {
    urls,
    async fetch(url) {
      urls.push(url);
      if (body instanceof Error) throw body;
      return new Response(new Uint8Array(body), { status });
    },
    platform: 'linux',
    arch: 'x64',
    checksums: { 'linux-amd64': createHash('sha256').update(release).digest('hex') },
  };
}

const kept = ({ context }: Fakes) =>
  path.join(context.paths.cache, 'tools', `kind-${KIND_VERSION}`, 'kind');
const tools = ({ context }: Fakes) => readdir(path.join(context.paths.cache, 'tools'));

describe('ensureKind', () => {
  test('a kind of our version on PATH is taken', async () => {
    const made = await fakes({ kind: says(KIND_VERSION) });
    const from = source(release);
    expect(await ensureKind(made.context, from)).toBe(path.join(made.folder, 'bin', 'kind'));
    expect(from.urls).toEqual([]);
  });

  test('another version on PATH is not; Go builds ours, outside PATH', async () => {
    const go = `printf '%s\\n' '#!/bin/sh' 'echo "kind ${KIND_VERSION} x"' >"$GOBIN/kind"`;
    const made = await fakes({ kind: says('v0.20.0'), go });
    const from = source(release);
    expect(await ensureKind(made.context, from)).toBe(kept(made));
    expect(await made.calls()).toContain(`go install -trimpath sigs.k8s.io/kind@${KIND_VERSION}`);
    expect(from.urls).toEqual([]);
    expect(await findKind(made.context)).toBe(kept(made));
    expect(await tools(made)).toEqual([`kind-${KIND_VERSION}`]);
  });

  test('without Go the release is downloaded, and kept', async () => {
    const made = await fakes();
    const from = source(release);
    expect(await ensureKind(made.context, from)).toBe(kept(made));
    expect(from.urls).toEqual([`https://kind.sigs.k8s.io/dl/${KIND_VERSION}/kind-linux-amd64`]);
    expect(await readFile(kept(made))).toEqual(release);
    await ensureKind(made.context, from);
    expect(from.urls).toHaveLength(1);
  });

  test('Go that fails does not keep the download from being tried', async () => {
    const made = await fakes({ go: 'echo "go: no such host" >&2; exit 1' });
    expect(await ensureKind(made.context, source(release))).toBe(kept(made));
  });

  test('a corrupt download is refused and nothing is left', async () => {
    const made = await fakes();
    const attempt = ensureKind(made.context, source(release.subarray(1)));
    await expect(attempt).rejects.toThrow(/is not the release \(SHA-256/);
    expect(await tools(made)).toEqual([]);
  });

  test.each([
    [source(release, 503), 'answered 503'],
    [source(new TypeError('fetch failed', { cause: new Error('no such host') })), 'no such host'],
    [{ ...source(release), platform: 'sunos' }, 'no release for sunos-amd64'],
  ])('what went wrong is told: %#', async (from, message) => {
    const made = await fakes({ go: 'echo "go: too old" >&2; exit 1' });
    const attempt = ensureKind(made.context, from);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow('go: too old');
    await expect(attempt).rejects.toHaveProperty(
      'next',
      expect.stringContaining(`Put kind ${KIND_VERSION} on your PATH`),
    );
  });

  test('a kept file that does not run is replaced', async () => {
    const made = await fakes();
    await mkdir(path.dirname(kept(made)), { recursive: true });
    await writeFile(kept(made), 'cut in h');
    await chmod(kept(made), 0o755);
    expect(await ensureKind(made.context, source(release))).toBe(kept(made));
    expect(await readFile(kept(made))).toEqual(release);
  });

  test('Ctrl-C ends the build and leaves nothing', async () => {
    const control = new AbortController();
    const made = await fakes({ go: 'exec sleep 30' }, { signal: control.signal });
    const attempt = ensureKind(made.context, source(release));
    setTimeout(() => control.abort(), 200);
    await expect(attempt).rejects.toThrow(Interrupted);
    expect(await tools(made)).toEqual([]);
  });
});
