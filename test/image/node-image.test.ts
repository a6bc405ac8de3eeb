import { expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { recipeOf } from '../../src/image/build.ts';
import { ensureNodeImage, findNodeImage, versions } from '../../src/image/node-image.ts';
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

test('the published image is pulled by digest where a registry answers', async () => {
  const docker = `case "$*" in image*) ${NOTHING};; esac`;
  const { context, calls } = await fakes({ docker });
  const image = await ensureNodeImage(context, runtime, '1.37');
  expect(image).toEqual({ ...published, origin: 'published' });
  expect((await calls()).slice(1)).toEqual([
    `docker manifest inspect ${published.reference}`,
    `docker pull ${published.reference}`,
  ]);
});

test('a pull that fails is an error with its command, not a reason to build', async () => {
  const docker = `case "$*" in image*|pull*) ${NOTHING};; esac`;
  const { context } = await fakes({ docker });
  await expect(ensureNodeImage(context, runtime, '1.37')).rejects.toThrow(/docker pull/);
});

test('where no registry answers it says that it builds, and what that needs', async () => {
  const { context, notes, calls } = await fakes({ docker: NOTHING });
  await expect(ensureNodeImage(context, runtime, '1.37')).rejects.toThrow('needs Go');
  expect(notes.join()).toContain(`${kubernetes} is built here`);
  expect((await calls()).some((call) => call.includes('pull'))).toBe(false);
});

test('a registry that hangs is given up', async () => {
  const docker = `case "$*" in manifest*) exec sleep 60;; esac; ${NOTHING}`;
  const { context } = await fakes({ docker });
  const started = Date.now();
  await expect(ensureNodeImage(context, runtime, '1.37')).rejects.toThrow('needs Go');
  expect(Date.now() - started).toBeLessThan(10_000);
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
