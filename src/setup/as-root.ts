import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import type { Run } from '../host/run.ts';
import { findProgram, type Machine } from './machine.ts';

/**
 * A Run whose programs have root's rights: as it is for root, else through sudo, which asks for
 * its password now, before any spinner runs.
 */
export async function asRoot(context: Context, machine: Machine, why: string): Promise<Run> {
  if (machine.root) return context.run;
  if (!findProgram(context, 'sudo')) {
    throw new InfrastructureError(`${why} needs root, and sudo is not installed.`, {
      next: 'Run `cka-lab setup --yes` once as root.',
    });
  }
  const silent = await context.run('sudo', ['-n', 'true'], { allowFailure: true });
  if (silent.exitCode !== 0) {
    const asked = await context.run('sudo', ['-v'], { terminal: true, allowFailure: true });
    if (asked.exitCode !== 0) {
      throw new InfrastructureError(`${why} needs root, and sudo did not allow it.`, {
        next: 'Type `sudo -v`, then `cka-lab setup --yes`.',
      });
    }
  }
  // sudo drops the environment: variables are handed through env.
  return (file, args, options = {}) => {
    const { env = {}, ...others } = options;
    const variables = Object.entries(env).flatMap(([name, value]) =>
      value === undefined ? ['-u', name] : [`${name}=${value}`],
    );
    return context.run('sudo', ['-n', 'env', ...variables, file, ...args], others);
  };
}
