import type { NodeAccess } from '../../cluster/provider.ts';
import { NAME_PREFIX } from '../../cluster/record.ts';
import { UsageError } from '../../errors.ts';
import { type ActiveLab, activeLab } from '../../session/active.ts';
import { CLUSTER_VARIABLE, learnerEnvironment } from '../../session/learner.ts';
import { withOwnShell } from '../../session/own-shell.ts';
import { wakeLab } from '../../session/wake.ts';
import { providerOf } from '../../session/world.ts';
import { bankWith, type Command, type CommandContext } from '../command.ts';
import { exitCode } from '../exit-code.ts';

interface ShellArgs {
  node?: string;
  lab?: string;
  examHost: boolean;
  '--'?: string[];
}

/** A shell for the lab, here or on a node; ends with the exit code of what ran in it. */
const shell: Command<ShellArgs> = async (context, args) => {
  if (args.examHost && args.node !== undefined) {
    throw new UsageError('--exam-host opens a shell there, not on a node.', {
      next: 'Use `ssh NODE` on the exam host, or leave --exam-host out.',
    });
  }
  const active =
    args.node === undefined
      ? await activeLab(context, await bankWith(context, args.lab), args.lab)
      : await nodesFor(context, args);
  const command = args['--'] ?? [];
  const interactive = command.length === 0;
  if (interactive && !context.interactive) {
    throw new UsageError('There is no terminal for a shell.', {
      next: 'Run one command instead: `cka-lab shell -- CMD…`.',
    });
  }
  const options = { terminal: true, allowFailure: true } as const;
  if ('nodes' in active) {
    const program = interactive ? ['bash', '--login'] : command;
    const { nodes, env } = active;
    const [file, ...rest] = await nodes.command(args.node ?? '', program, { interactive, env });
    return exitCode(await context.run(file, rest, options));
  }
  if (args.examHost) return onExamHost(context, active, command);
  await wakeLab(context, active);
  const env = await learnerEnvironment(context, active.cluster, active.instance);
  if (interactive) return openOwnShell(context, env);
  const [file = '', ...rest] = command;
  return exitCode(await context.run(file, rest, { ...options, env }));
};

/** The user's own shell, on the lab's cluster; ends with its exit code. */
export function openOwnShell(
  context: CommandContext,
  env: Record<string, string>,
): Promise<number> {
  return withOwnShell(context, env, async (own) => {
    if (own.remark !== undefined) context.err(own.remark);
    const options = { terminal: true, allowFailure: true, env: own.env } as const;
    return exitCode(await context.run(own.file, own.args, options));
  });
}

/** On the lab's exam host; what the learner wrote to the lab's folder there is here afterwards. */
async function onExamHost(
  context: CommandContext,
  active: ActiveLab,
  command: readonly string[],
): Promise<number> {
  const { filesOnHost, openShell } = await import('../../exam/host/host.ts');
  const { labHost, shareFiles } = await import('../../exam/host/lab-host.ts');
  const host = await labHost(context, active);
  const files = filesOnHost(active.record.lab);
  if (command.length === 0) {
    context.err(
      `This is an exam host; the lab's folder is ${files} here. Leave the shell with \`exit\`.`,
    );
  }
  const env = { ...active.instance.shown, LAB_FILES: files };
  const result = await openShell(context, host, { command, env });
  await shareFiles(context, active);
  return exitCode(result);
}

/** The nodes of a lab; called in a lab's shell, of the cluster and with the values found there. */
async function nodesFor(
  context: CommandContext,
  { lab }: ShellArgs,
): Promise<{ nodes: NodeAccess; env: Record<string, string> }> {
  const name = context.env[CLUSTER_VARIABLE];
  if (lab === undefined && name?.startsWith(NAME_PREFIX)) {
    const values = Object.entries(context.env).filter(([key]) => key.startsWith('LAB_'));
    const nodes = providerOf(context, { provider: 'kind' }).nodes({ name });
    return { nodes, env: Object.fromEntries(values) as Record<string, string> };
  }
  const active = await activeLab(context, await bankWith(context, lab), lab);
  await wakeLab(context, active);
  const { cluster, instance } = active;
  return { nodes: providerOf(context, cluster).nodes(cluster), env: instance.shown };
}

export default shell;
