import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureKubectl, findKubectl, suits } from '../../src/setup/kubectl.ts';
import { fakes } from './fakes.ts';

const runtime = { name: 'docker', version: '28.1.0' } as const;
const image = { reference: 'kindest/node:v1.37.2', kubernetes: 'v1.37.2' };
const says = (version: string) => `echo '{"clientVersion": {"gitVersion": "${version}"}}'`;

describe('suits', () => {
  test.each([
    ['v1.37.0', 'v1.37.2', true],
    ['v1.36.9', 'v1.37.2', true],
    ['v1.38.0', 'v1.37.2', true],
    ['v1.35.9', 'v1.37.2', false],
    ['v1.39.0', 'v1.37.2', false],
    ['v1.37.0-dispatcher', '1.37', true],
    ['', 'v1.37.2', false],
    ['v2.37.0', 'v1.37.2', false],
  ])('kubectl %s with Kubernetes %s: %s', (client, kubernetes, expected) => {
    expect(suits(client, kubernetes)).toBe(expected);
  });
});

describe('ensureKubectl', () => {
  test('one on PATH within a minor is taken', async () => {
    const { context, folder, calls } = await fakes({ kubectl: says('v1.36.1') });
    const file = await ensureKubectl(context, runtime, image);
    expect(file).toBe(path.join(folder, 'bin', 'kubectl'));
    expect((await calls()).filter((call) => call.startsWith('docker'))).toEqual([]);
  });

  test('otherwise it comes out of the node image, once', async () => {
    const docker = `test "$1" != image || exit 0; printf '%s\\n' '#!/bin/sh' '${says('v1.37.2').replaceAll("'", "'\\''")}'`;
    const { context, calls } = await fakes({ kubectl: says('v1.32.4'), docker });
    const file = await ensureKubectl(context, runtime, image);
    expect(file).toBe(path.join(context.paths.cache, 'tools', 'kubectl-v1.37.2', 'kubectl'));
    expect(await findKubectl(context, 'v1.37.2')).toBe(file);
    expect(await ensureKubectl(context, runtime, image)).toBe(file);
    const copies = (await calls()).filter((call) => call.startsWith('docker'));
    expect(copies).toHaveLength(2);
    expect(copies[1]).toContain('--rm');
    expect(copies[1]).toMatch(/kindest\/node:v1\.37\.2 \/usr\/bin\/kubectl$/);
  });

  test('one that does not run here is refused, and not kept', async () => {
    const { context } = await fakes({ docker: 'echo "another machine\'s program"' });
    const attempt = ensureKubectl(context, runtime, image);
    await expect(attempt).rejects.toThrow("can't run the kubectl of kindest/node:v1.37.2");
    expect(await readdir(path.join(context.paths.cache, 'tools'))).toEqual([]);
  });

  test('an image without kubectl is told with the command that failed', async () => {
    const { context } = await fakes({
      docker: 'case $1 in run) echo "cat: no such file" >&2; exit 1;; esac',
    });
    const attempt = ensureKubectl(context, runtime, image);
    await expect(attempt).rejects.toThrow('cat: no such file');
  });
});
