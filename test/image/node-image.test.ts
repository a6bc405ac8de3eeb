import { expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { recipeOf } from '../../src/image/build.ts';
import {
  askRegistry,
  ensureNodeImage,
  findNodeImage,
  versions,
} from '../../src/image/node-image.ts';
import type { KubernetesVersion } from '../../src/image/versions.ts';
import { fakes } from '../setup/fakes.ts';

const runtime = { name: 'docker', version: '26.1.5' } as const;
const version = versions['1.37'] as KubernetesVersion;
const { kubernetes, published } = version;
const digest = published.reference.split('@')[1];
const built = { reference: `kindest/node:${kubernetes}`, kubernetes, origin: 'built' };

// `docker image inspect` prints what it finds, and fails when one of the images is missing.
const NOTHING = 'echo "No such image" >&2; exit 1';
const BUILT = `echo '[] {"cka-lab.recipe":"${recipeOf(version)}"}'; ${NOTHING}`;
const PULLED = `echo '["kindest/node@${digest}"] null'; ${NOTHING}`;

test.each([
  ['nothing', NOTHING, undefined],
  ['an image that was built here', BUILT, built],
  ['one that was built by another recipe', `echo '[] {"cka-lab.recipe":"0"}'`, undefined],
  ['an image of the same name from elsewhere', 'echo "[] null"', undefined],
  ['the published image', PULLED, { ...published, origin: 'published' }],
])('finds %s', async (_case, docker, expected) => {
  const { context, calls } = await fakes({ docker });
  expect(await findNodeImage(context, runtime, '1.37')).toEqual(expected);
  expect(await calls()).toHaveLength(1);
});

test('what is there is taken at once', async () => {
  const { context, calls, notes } = await fakes({ docker: BUILT });
  expect(await ensureNodeImage(context, runtime, '1.37')).toEqual(built);
  expect(await calls()).toHaveLength(1);
  expect(notes).toEqual([]);
});

test('the published image is pulled by its digest, though nobody but the daemon reaches it', async () => {
  // What a mirror or a proxy of the daemon gives; the tag may have moved.
  const docker = `case "$*" in image*|manifest*) ${NOTHING};; pull*@${digest}) ;; *) exit 1;; esac`;
  const { context, calls, questions } = await fakes({ docker });
  const image = await ensureNodeImage(context, runtime, '1.37');
  expect(image).toEqual({ ...published, origin: 'published' });
  const asked = (await calls()).filter((call) => !call.startsWith('docker image inspect'));
  expect(asked).toEqual([`docker pull ${published.reference}`]);
  expect(questions).toEqual([]);
});

test('where it can not be pulled, it is built once that is agreed to, and says what that needs', async () => {
  const { context, questions, notes } = await fakes({ docker: NOTHING }, { yes: true });
  await expect(ensureNodeImage(context, runtime, '1.37')).rejects.toThrow('needs Go');
  expect(questions).toHaveLength(1);
  expect(notes.join()).toContain('No such image');
  expect(notes.join()).toContain('is built here, once');
});

test('where that is refused nothing is built', async () => {
  const { context, calls } = await fakes({ docker: NOTHING, go: '' });
  const attempt = ensureNodeImage(context, runtime, '1.37');
  await expect(attempt).rejects.toThrow('could not be pulled: No such image');
  expect((await calls()).filter((call) => !call.startsWith('docker'))).toEqual([]);
});

test.each([
  ['has no such image', 'manifest unknown', undefined],
  ['asks to wait', 'toomanyrequests: slow down', 'limit'],
  ['is not there', 'dial tcp: no such host', 'unreachable'],
])('a registry that %s is asked without a pull', async (_case, text, kind) => {
  const { context, calls } = await fakes({ docker: `echo "${text}" >&2; exit 1` });
  expect((await askRegistry(context, runtime, published))?.kind).toBe(kind);
  expect(await calls()).toEqual([`docker pull kindest/node@sha256:${'0'.repeat(64)}`]);
});

test('an unknown minor is told the known ones', async () => {
  const { context } = await fakes();
  const error = await findNodeImage(context, runtime, '1.12').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).next).toContain('1.37');
});

test('each version has a recipe of its own', () => {
  const recipes = Object.values(versions).map(recipeOf);
  expect(new Set(recipes).size).toBe(recipes.length);
});
