import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { InfrastructureError, UsageError } from '../../src/errors.ts';
import { ulimitFlags } from '../../src/setup/dockerd.ts';
import { ensureRuntime, findRuntime } from '../../src/setup/runtime.ts';
import { fakes, machine } from './fakes.ts';

const answers = (version: string) => `echo ${version}`;
const silent = 'echo "Cannot connect to the Docker daemon" >&2; exit 1';

describe('findRuntime', () => {
  test('takes Docker when its server answers', async () => {
    const { context } = await fakes({ docker: answers('28.1.0'), podman: answers('5.0.0') });
    expect(await findRuntime(context)).toEqual({ name: 'docker', version: '28.1.0' });
  });

  test('takes Podman when only a Docker client is there', async () => {
    const { context } = await fakes({ docker: silent, podman: answers('5.0.0') });
    expect(await findRuntime(context)).toEqual({ name: 'podman', version: '5.0.0' });
  });

  test('finds nothing on an empty machine', async () => {
    const { context } = await fakes();
    expect(await findRuntime(context)).toBeUndefined();
  });

  test.each(['CKA_LAB_RUNTIME', 'KIND_EXPERIMENTAL_PROVIDER'])('%s chooses', async (name) => {
    const programs = { docker: answers('28.1.0'), podman: answers('5.0.0') };
    const { context } = await fakes(programs, { env: { [name]: 'podman' } });
    expect(await findRuntime(context)).toEqual({ name: 'podman', version: '5.0.0' });
  });

  test('an unknown choice is the user to correct', async () => {
    const { context } = await fakes({}, { env: { CKA_LAB_RUNTIME: 'nerdctl' } });
    await expect(findRuntime(context)).rejects.toThrow(UsageError);
  });
});

describe('ensureRuntime', () => {
  test('looks no further when Docker answers', async () => {
    const { context, calls } = await fakes({ docker: answers('28.1.0') });
    const look = () => Promise.reject(new Error('looked at the machine'));
    expect(await ensureRuntime(context, look)).toEqual({ name: 'docker', version: '28.1.0' });
    expect(await calls()).toHaveLength(1);
  });

  test('without consent nothing is installed and the command to type is named', async () => {
    const { context, questions, calls } = await fakes({ 'apt-get': '', sudo: '' });
    const error = await rejection(ensureRuntime(context, async () => machine(context)));
    expect(questions).toEqual(['Docker is not installed. Install it with apt?']);
    expect(error).toBeInstanceOf(InfrastructureError);
    expect(error.next).toContain('`cka-lab setup --yes`');
    expect(error.next).toContain('https://docs.docker.com/engine/install/');
    expect(await calls()).toEqual([]);
  });

  test('on another distribution it is said what to install, without a question', async () => {
    const { context, questions } = await fakes({}, { yes: true });
    const look = async () => machine(context, { distribution: 'fedora' });
    const error = await rejection(ensureRuntime(context, look));
    expect(error.next).toContain('Install Docker Engine');
    expect(questions).toEqual([]);
  });

  test.each([
    [{ DOCKER_HOST: 'tcp://elsewhere:2375' }, 'DOCKER_HOST is tcp://elsewhere:2375'],
    [{ CKA_LAB_RUNTIME: 'podman' }, 'Podman was chosen'],
  ])('a choice of the user that does not answer is not replaced: %o', async (env, message) => {
    const { context, questions } = await fakes({ docker: silent }, { yes: true, env });
    await expect(ensureRuntime(context, async () => machine(context))).rejects.toThrow(message);
    expect(questions).toEqual([]);
  });

  test('a Docker context that does not answer is not replaced', async () => {
    const docker = `case $1 in context) echo desktop-linux;; *) ${silent};; esac`;
    const { context } = await fakes({ docker }, { yes: true });
    const look = async () => machine(context);
    await expect(ensureRuntime(context, look)).rejects.toThrow('context is desktop-linux');
  });

  test('with systemd the service is started', async () => {
    const { context, calls } = await fakes({
      docker: `case $1 in context) echo default;; *) test -e "$here/up" && echo 28.1.0;; esac`,
      systemctl: 'touch "$here/up"',
      dockerd: '',
    });
    const runtime = await ensureRuntime(context, async () =>
      machine(context, { systemd: true, docker: { program: 'dockerd', pidFile: '' } }),
    );
    expect(runtime.version).toBe('28.1.0');
    expect(await calls()).toContain('systemctl start docker');
    expect((await calls()).some((call) => call.startsWith('dockerd'))).toBe(false);
  });

  test('a user consents to sudo and the group, and is let in', async () => {
    const { context, questions, notes, calls } = await fakes(
      {
        // The socket refuses the user until its group is changed.
        docker: `case $1 in context) echo default; exit;; esac
          test -e "$here/up" && { test -e "$here/let-in" || test "$AS_ROOT" = 1; } && echo 28.1.0`,
        sudo: 'shift; AS_ROOT=1 "$@"',
        true: '',
        systemctl: 'touch "$here/up"',
        usermod: '',
        chgrp: 'touch "$here/let-in"',
        dockerd: '',
      },
      { yes: true },
    );
    const look = async () =>
      machine(context, {
        root: false,
        user: 'ada',
        systemd: true,
        docker: { program: 'dockerd', pidFile: '' },
      });
    expect((await ensureRuntime(context, look)).version).toBe('28.1.0');
    expect(questions.join()).toContain('let ada use it');
    expect(await calls()).toContain('usermod -aG docker ada');
    expect(notes.join()).toContain('ada is now in the group docker');
  });

  test('a user without sudo is told so', async () => {
    const { context } = await fakes({ docker: silent }, { yes: true });
    const look = async () => machine(context, { root: false, user: 'ada' });
    await expect(ensureRuntime(context, look)).rejects.toThrow('sudo is not installed');
  });
});

describe('without an init system', () => {
  // Lives until the test ends; docker answers as soon as it has written its mark.
  const dockerd = 'sleep 0.3; echo up >"$here/up"; while test -e "$here/up"; do sleep 0.1; done';
  const docker = `case $1 in context) echo default;; *) test -e "$here/up" && echo 28.1.0;; esac`;

  async function setting(script: string) {
    const made = await fakes({ docker, dockerd: script });
    const { context, folder } = made;
    await mkdir(context.paths.cache, { recursive: true });
    const pidFile = path.join(folder, 'docker.pid');
    const stop = path.join(folder, 'up');
    const { rm } = await import('node:fs/promises');
    onTestFinished(() => rm(stop, { force: true }));
    const program = path.join(folder, 'bin', 'dockerd');
    const look = async () => machine(context, { docker: { program, pidFile } });
    return { ...made, pidFile, look };
  }

  test('dockerd is started, and two commands at once start one', async () => {
    const { context, look, calls, pidFile } = await setting(dockerd);
    await writeFile(pidFile, '999999');
    const both = await Promise.all([ensureRuntime(context, look), ensureRuntime(context, look)]);
    expect(both.map(({ version }) => version)).toEqual(['28.1.0', '28.1.0']);
    expect((await calls()).filter((call) => call.startsWith('dockerd'))).toHaveLength(1);
    const folder = path.join(context.paths.state, 'docker');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(Number(await readFile(path.join(folder, 'dockerd.pid'), 'utf8'))).toBeGreaterThan(1);
    expect(existsSync(pidFile), 'the stale pid file is gone').toBe(false);
  });

  test('a dockerd that ends at once is told with what it said', async () => {
    const { context, look } = await setting('echo "failed to mount overlay" >&2; exit 1');
    const error = await rejection(ensureRuntime(context, look));
    expect(error.message).toContain('ended at once');
    expect(error.message).toContain('failed to mount overlay');
    expect(error.next).toContain('dockerd.log');
  });
});

describe('ulimitFlags', () => {
  test.each([
    ['20000\n', '', ['--default-ulimit=nofile=20000:20000']],
    ['unlimited\n', '', []],
    ['1048576\n', '', []],
    ['20000\n', '{"debug": true}', ['--default-ulimit=nofile=20000:20000']],
    ['20000\n', '{"default-ulimits": {}}', []],
  ])('hard limit %j with daemon.json %j', (limit, settings, flags) => {
    expect(ulimitFlags(limit, settings)).toEqual(flags);
  });
});

async function rejection(promise: Promise<unknown>): Promise<InfrastructureError> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error) => error,
  );
}
