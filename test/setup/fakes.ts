import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Context } from '../../src/context.ts';
import { createRun } from '../../src/host/run.ts';
import type { Machine } from '../../src/setup/machine.ts';

export interface Fakes {
  context: Context;
  folder: string;
  /** Questions that were asked. */
  questions: string[];
  notes: string[];
  /** Calls of the fake programs, a line each, in order. */
  calls: () => Promise<string[]>;
  /** Adds a fake program, a shell script. */
  program: (name: string, script: string) => Promise<void>;
}

/** What the scripts themselves may use of the real machine. */
const REAL = ['sh', 'cat', 'grep', 'rm', 'mv', 'id', 'tail', 'sleep', 'setsid', 'flock', 'cp'];
REAL.push('chmod', 'env', 'touch', 'test');

/** A context whose PATH holds nothing but these programs, shell scripts that record their calls. */
export async function fakes(
  programs: Record<string, string> = {},
  options: { yes?: boolean; env?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Fakes> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  for (const name of REAL) {
    const real = ['/bin', '/usr/bin'].map((place) => path.join(place, name));
    for (const file of real) await symlink(file, path.join(bin, name)).catch(() => {});
  }
  const log = path.join(folder, 'calls');
  await writeFile(log, '');
  const program = async (name: string, script: string) => {
    const file = path.join(bin, name);
    await rm(file, { force: true });
    await writeFile(file, `#!/bin/sh\necho "${name} $*" >>"${log}"\nhere="${folder}"\n${script}\n`);
    await chmod(file, 0o755);
  };
  for (const [name, script] of Object.entries(programs)) await program(name, script);

  const env = { PATH: bin, ...options.env };
  const signal = options.signal ?? new AbortController().signal;
  const run = createRun(signal);
  const questions: string[] = [];
  const notes: string[] = [];
  const context: Context = {
    run: (file, args, runOptions = {}) =>
      run(file, args, { ...runOptions, env: { ...env, ...runOptions.env } }),
    progress: { step: (_text, work) => work(() => {}), note: (text) => notes.push(text) },
    paths: { cache: path.join(folder, 'cache'), state: path.join(folder, 'state') },
    env,
    now: () => Date.now(),
    signal,
    undoing: () => context,
    async confirm(question) {
      questions.push(question);
      return options.yes ?? false;
    },
  };
  const calls = async () => (await readFile(log, 'utf8')).split('\n').filter(Boolean);
  return { context, folder, questions, notes, calls, program };
}

/** A Debian machine without systemd and Docker, seen by root. */
export function machine(context: Context, changes: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    distribution: 'debian',
    codename: 'bookworm',
    systemd: false,
    withheld: [],
    root: true,
    user: 'root',
    docker: { program: undefined, pidFile: path.join(context.paths.cache, 'docker.pid') },
    ...changes,
  };
}
