import path from 'node:path';
import { execa, type Options } from 'execa';
import { packageRoot } from '../../src/host/paths.ts';

export const launcher = path.join(packageRoot, 'cka-lab');

/** Runs the launcher as a user would; the exit code is part of the result. */
export async function cli(args: readonly string[], options: Options = {}) {
  const started = performance.now();
  const result = await execa(launcher, [...args], {
    reject: false,
    stdin: 'ignore',
    timeout: 9 * 60_000,
    ...options,
  });
  return {
    code: result.exitCode,
    stdout: String(result.stdout),
    stderr: String(result.stderr),
    milliseconds: performance.now() - started,
  };
}

/** The result of a command that is asked for JSON and must end with the given code. */
export async function cliJson(args: readonly string[], code = 0, options: Options = {}) {
  const result = await cli([...args, '--output', 'json'], options);
  if (result.code !== code) {
    throw new Error(
      `cka-lab ${args.join(' ')} ended with ${result.code}, not ${code}:\n${result.stderr}\n${result.stdout}`,
    );
  }
  return JSON.parse(result.stdout);
}
