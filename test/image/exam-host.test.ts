import { expect, test } from 'vitest';
import { ensureHostImage, examHostRecipe, findHostImage } from '../../src/image/exam-host.ts';
import { hostPrograms } from '../../src/image/exam-host-programs.ts';
import { fakes } from '../setup/fakes.ts';

const runtime = { name: 'docker', version: '26.1.5' } as const;
const reference = 'cka-lab/exam-host:latest';
const NOTHING = 'echo "No such image" >&2; exit 1';
const ABSENT = `case "$1 $2" in 'image inspect') ${NOTHING};; esac`;
const TAR = { tar: 'exec /usr/bin/tar "$@"', mkdir: 'exec /usr/bin/mkdir "$@"' };

test.each([
  ['nothing', NOTHING, undefined],
  ['an image of our recipe', `echo ${examHostRecipe()}`, reference],
  ['one of another recipe', 'echo 0', undefined],
  ['one of the same name from elsewhere', 'echo "<no value>"', undefined],
])('finds %s', async (_case, docker, expected) => {
  const { context, calls } = await fakes({ docker });
  expect(await findHostImage(context, runtime)).toBe(expected);
  expect(await calls()).toHaveLength(1);
});

test('where a registry answers it is made from published images', async () => {
  const { context, calls } = await fakes({ docker: ABSENT, ...TAR });
  expect(await ensureHostImage(context, runtime)).toBe(reference);
  const all = await calls();
  const name = `cka-lab-assemble-${process.pid}`;
  expect(all).toContain(`docker run --name ${name} debian:bookworm bash -c #!/bin/bash`);
  for (const { published } of Object.values(hostPrograms)) {
    const { image, program } = published;
    expect(all.some((call) => call.endsWith(`--entrypoint cat ${image} ${program}`))).toBe(true);
  }
  expect(all).toContain(`docker cp - ${name}:/`);
  const commit = all.find((call) => call.startsWith('docker commit'));
  expect(commit).toContain(`LABEL cka-lab.recipe=${examHostRecipe()}`);
  expect(commit).toMatch(new RegExp(`${name} ${reference}$`));
});

test('a published image that cannot be pulled is an error with its command', async () => {
  const docker = `${ABSENT}\ncase "$*" in *mikefarah*) exit 125;; esac`;
  const { context, calls } = await fakes({ docker, ...TAR });
  await expect(ensureHostImage(context, runtime)).rejects.toThrow('mikefarah/yq');
  expect((await calls()).some((call) => call.startsWith('docker commit'))).toBe(false);
});

test('where no registry answers it says that it builds, and what that needs', async () => {
  const { context, notes } = await fakes({ docker: NOTHING });
  await expect(ensureHostImage(context, runtime)).rejects.toThrow('needs Go');
  expect(notes.join()).toContain('built here, once, from Go modules and Debian packages');
});

test('yq is the one of version 4', () => {
  expect(Object.keys(hostPrograms.yq?.build.require ?? {})).toEqual(['github.com/mikefarah/yq/v4']);
});
