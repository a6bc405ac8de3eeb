import { expect, test } from 'vitest';
import { ensureHostImage, examHostRecipe, findHostImage } from '../../src/image/exam-host.ts';
import { hostPrograms } from '../../src/image/exam-host-programs.ts';
import { temporaryName } from '../../src/image/leftovers.ts';
import { fakes } from '../setup/fakes.ts';

const runtime = { name: 'docker', version: '26.1.5' } as const;
const reference = 'cka-lab/exam-host:latest';
const NOTHING = 'echo "No such image" >&2; exit 1';
const ABSENT = `case "$1 $2" in 'image inspect') ${NOTHING};; esac`;

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
  const { context, calls } = await fakes({ docker: ABSENT });
  expect(await ensureHostImage(context, runtime)).toBe(reference);
  const all = await calls();
  const name = temporaryName(context, process.pid);
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

test('it is built once that is agreed to where one of them can not be pulled', async () => {
  const docker = `${ABSENT}\ncase "$*" in pull*mikefarah*) echo 'dial tcp: refused' >&2; exit 1;; esac`;
  const { context, calls, notes } = await fakes({ docker }, { yes: true });
  await expect(ensureHostImage(context, runtime)).rejects.toThrow('needs Go');
  expect(notes.join()).toContain('The image of exam hosts could not be pulled: dial tcp: refused');
  expect(notes.join()).toContain('built here, once, from Go modules and Debian packages');
  expect((await calls()).some((call) => call.startsWith('docker commit'))).toBe(false);
});

test('where that is refused nothing is made', async () => {
  const { context, calls } = await fakes({ docker: NOTHING });
  await expect(ensureHostImage(context, runtime)).rejects.toThrow('No such image');
  expect((await calls()).some((call) => /^docker (run|commit)/.test(call))).toBe(false);
});

test('yq is the one of version 4', () => {
  expect(Object.keys(hostPrograms.yq?.build.require ?? {})).toEqual(['github.com/mikefarah/yq/v4']);
});
