import { InfrastructureError, UsageError } from '../../../errors.ts';
import { kubeconfigFile } from '../../../exam/contexts.ts';
import { containerName, openShell } from '../../../exam/host/host.ts';
import { requireWork } from '../../../exam/on.ts';
import { clusterAt } from '../../../exam/place.ts';
import { readExam } from '../../../exam/record.ts';
import { learnerPath } from '../../../session/learner.ts';
import { providerOf } from '../../../session/world.ts';
import { ensureRuntime } from '../../../setup/runtime.ts';
import type { Command } from '../../command.ts';
import { exitCode } from '../../exit-code.ts';
import { type OnExam, onExam } from '../../on-exam.ts';
import { openOwnShell } from '../shell.ts';

interface ShellArgs {
  node?: string;
  '--'?: string[];
}

/** Where the learner works: the base of the exam, or a shell here with contexts. */
const shell: Command<ShellArgs> = async (context, { node, '--': command = [] }) => {
  const on = await onExam(context);
  requireWork(on.exam);
  if (command.length === 0 && !context.interactive) {
    throw new UsageError('There is no terminal for a shell.', {
      next: 'Run one command instead: `cka-lab exam shell -- CMD…`.',
    });
  }
  if (!Object.values(on.exam.clusters).some(({ host }) => host !== null)) {
    throw new InfrastructureError('There is nothing to work on yet: the exam is coming up.', {
      next: '`cka-lab exam status` shows how far it is.',
    });
  }
  const code = await (on.exam.blueprint.access === 'contexts' ? here : onBase)(on, node, command);
  const exam = await readExam(on.world);
  if (exam?.id === on.exam.id && exam.phase !== 'running' && exam.phase !== 'preparing') {
    // What was cut off left the cursor where it was.
    context.err('\n');
    context.err('Work on this exam has ended. `cka-lab exam result` shows the result.');
  }
  return code;
};

async function onBase(
  { world, exam }: OnExam,
  node: string | undefined,
  command: readonly string[],
): Promise<number> {
  if (node !== undefined) {
    throw new UsageError('In this exam `ssh` leads to nodes.', {
      next: 'Leave the name out; from the host of a task type `ssh NODE`.',
    });
  }
  const runtime = await ensureRuntime(world);
  const container = containerName(exam.id, 'base');
  return exitCode(await openShell(world, { runtime, container }, { command }));
}

async function here(
  { world, exam, bank }: OnExam,
  node: string | undefined,
  command: readonly string[],
): Promise<number> {
  const interactive = command.length === 0;
  const options = { terminal: true, allowFailure: true } as const;
  const keys = exam.draw.clusters.map(({ key }) => key);
  const found = await Promise.all(keys.map((key) => clusterAt(world, exam, key)));
  const clusters = found.filter((cluster) => cluster !== undefined);
  if (node !== undefined) {
    const program = interactive ? ['bash', '--login'] : command;
    // A node is named after its cluster.
    const cluster = clusters.find(({ name }) => node.startsWith(`${name}-`));
    if (!cluster) {
      throw new UsageError(`No cluster of this exam has a node '${node}'.`, {
        next: 'Take its whole name, as in `kubectl get nodes`.',
      });
    }
    const nodes = providerOf(world, cluster).nodes(cluster);
    const [file, ...args] = await nodes.command(node, program, { interactive });
    return exitCode(await world.run(file, args, options));
  }
  const tools = [...bank.labs.values()].flatMap((lab) => lab.tools);
  const env = {
    KUBECONFIG: kubeconfigFile(world),
    PATH: await learnerPath(world, clusters[0]?.kubernetes ?? '', [...new Set(tools)]),
  };
  if (interactive) return openOwnShell(world, env);
  const [file = '', ...args] = command;
  return exitCode(await world.run(file, args, { ...options, env }));
}

export default shell;
