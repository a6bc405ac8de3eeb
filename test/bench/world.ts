import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import type { Context } from '../../src/context.ts';
import { packageRoot, userPaths } from '../../src/host/paths.ts';
import { createRun } from '../../src/host/run.ts';

const launcher = path.join(packageRoot, 'cka-lab');

/** A user of their own for the bench: labs and clusters of others are not seen, nor slowed. */
export interface BenchWorld {
  context: Context;
  /** For what measuring needs; removed at the end. */
  folder: string;
  /** Runs the launcher; throws with its output unless it ends with the given code. */
  cli(args: readonly string[], code?: number, env?: Record<string, string>): Promise<string>;
  /** Deletes what the bench made. */
  end(): Promise<void>;
}

export async function benchWorld(): Promise<BenchWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-bench-'));
  const state = { XDG_STATE_HOME: folder };
  const { signal } = new AbortController();
  const context: Context = {
    run: createRun(signal),
    progress: { step: (_text, work) => work(() => {}), note: () => {} },
    paths: { ...userPaths(), state: path.join(folder, 'cka-lab') },
    env: { ...process.env, ...state },
    now: () => Date.now(),
    signal,
    undoing: () => context,
    confirm: async () => true,
  };
  const cli: BenchWorld['cli'] = async (args, code = 0, env = {}) => {
    const result = await execa(launcher, [...args], {
      reject: false,
      stdin: 'ignore',
      env: { ...state, ...env },
    });
    if (result.exitCode === code) return result.stdout;
    throw new Error(`${result.escapedCommand} ended with ${result.exitCode}: ${result.stderr}`);
  };
  return {
    context,
    folder,
    cli,
    async end() {
      await cli(['stop', '--all']);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
