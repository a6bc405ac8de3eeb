import { constants } from 'node:os';
import { UsageError } from '../../errors.ts';
import type { RunResult } from '../../host/run.ts';
import { activeLab } from '../../session/active.ts';
import { learnerEnvironment } from '../../session/learner.ts';
import { providerOf } from '../../session/world.ts';
import { bankOf, type Command } from '../command.ts';

interface ShellArgs {
  node?: string;
  lab?: string;
  '--'?: string[];
}

/** A shell for the lab, here or on a node; ends with the exit code of what ran in it. */
const shell: Command<ShellArgs> = async (context, args) => {
  const active = await activeLab(context, await bankOf(context), args.lab);
  const { cluster, instance } = active;
  const command = args['--'] ?? [];
  const interactive = command.length === 0;
  if (interactive && !context.interactive) {
    throw new UsageError('There is no terminal for a shell.', {
      next: 'Run one command instead: `cka-lab shell -- CMD…`.',
    });
  }
  const options = { terminal: true, allowFailure: true } as const;
  if (args.node !== undefined) {
    const program = interactive ? ['bash', '--login'] : command;
    const access = providerOf(context, cluster).nodes(cluster);
    const [file, ...rest] = await access.command(args.node, program, {
      interactive,
      env: instance.environment,
    });
    return exitCode(await context.run(file, rest, options));
  }
  const [file, ...rest] = interactive ? [context.env.SHELL ?? 'bash'] : command;
  if (interactive) context.err('KUBECONFIG is set for this lab. Leave the shell with `exit`.');
  const env = await learnerEnvironment(context, cluster, instance);
  return exitCode(await context.run(file as string, rest, { ...options, env }));
};

/** As a shell says it: 128 and the signal's number, 127 for a program that is not there. */
function exitCode({ exitCode, signal, command }: RunResult): number {
  if (exitCode !== undefined) return exitCode;
  const number = signal && constants.signals[signal as NodeJS.Signals];
  if (number) return 128 + number;
  throw new UsageError(`This could not be started: ${command}`);
}

export default shell;
