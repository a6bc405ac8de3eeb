import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from '../../src/context.ts';
import { userPaths } from '../../src/host/paths.ts';
import { cli as launch } from '../cluster/cli.ts';
import { testContext } from '../cluster/context.ts';

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
  const context: Context = {
    ...testContext(),
    paths: { ...userPaths(), state: path.join(folder, 'cka-lab') },
    env: { ...process.env, ...state },
    undoing: () => context,
    confirm: async () => true,
  };
  const cli: BenchWorld['cli'] = async (args, code = 0, env = {}) => {
    const result = await launch(args, { env: { ...state, ...env }, timeout: 0 });
    if (result.code === code) return result.stdout;
    throw new Error(`cka-lab ${args.join(' ')} ended with ${result.code}: ${result.stderr}`);
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
