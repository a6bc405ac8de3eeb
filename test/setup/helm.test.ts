import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ensureHelm, findHelm, HELM_VERSION } from '../../src/setup/helm.ts';
import { fakes } from './fakes.ts';

const says = (version: string) => `echo ${version}`;
const ONE = `#!/bin/sh\\necho ${HELM_VERSION}\\n`;
const kept = (cache: string) => path.join(cache, 'tools', `helm-${HELM_VERSION}`, 'helm');

test.each([
  ['v4.0.0', true],
  ['v3.15.1', true],
  ['v2.17.0', false],
  ['garbage', false],
])('a helm on PATH that says %s is taken: %s', async (version, taken) => {
  const { context, folder } = await fakes({ helm: says(version) });
  expect(await findHelm(context)).toBe(taken ? path.join(folder, 'bin', 'helm') : undefined);
});

test('it is built with Go, once, and kept', async () => {
  const { context, calls } = await fakes({ go: `printf '${ONE}' > "$GOBIN/helm"` });
  const file = await ensureHelm(context);
  expect(file).toBe(kept(context.paths.cache));
  expect(await ensureHelm(context)).toBe(file);
  const builds = (await calls()).filter((call) => call.startsWith('go install'));
  expect(builds).toHaveLength(1);
  expect(builds[0]).toMatch(new RegExp(`helm.sh/helm/v4/cmd/helm@${HELM_VERSION}$`));
});

test('without Go it is taken out of the published image', async () => {
  const docker = `case "$1" in run) printf '${ONE}';; version) echo '28.1.0 linux amd64';; esac`;
  const { context, calls } = await fakes({ go: 'exit 1', docker });
  expect(await ensureHelm(context)).toBe(kept(context.paths.cache));
  expect((await calls()).find((call) => call.startsWith('docker run'))).toContain('--rm');
});

test('an image that can not be pulled is told by the last line of the pull', async () => {
  const docker = `case "$1" in image) exit 1;; pull) echo 'toomanyrequests: wait' >&2; exit 1;; version) echo '28.1.0 linux amd64';; esac`;
  const { context, calls } = await fakes(
    { go: 'exit 1', docker },
    { env: { CKA_LAB_IMAGES: 'pull' } },
  );
  await expect(ensureHelm(context)).rejects.toThrow('could not be pulled: toomanyrequests: wait');
  expect((await calls()).filter((call) => /^(go|docker run)/.test(call))).toEqual([]);
});

test('where it can not be had, every reason is told and nothing is kept', async () => {
  const docker = `case "$1" in run) echo 'no such image' >&2; exit 125;; version) echo '28.1.0 linux amd64';; esac`;
  const { context } = await fakes({ go: 'echo "go: too old" >&2; exit 1', docker });
  const attempt = ensureHelm(context);
  await expect(attempt).rejects.toThrow(/go: too old[\s\S]*no such image/);
  await expect(attempt).rejects.toHaveProperty('next', expect.stringContaining('Put helm on'));
  expect(await readdir(path.join(context.paths.cache, 'tools'))).toEqual([]);
});
