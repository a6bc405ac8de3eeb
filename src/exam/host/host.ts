import {
  type BelongsTo,
  type Companion,
  companions,
  removeCompanions,
} from '../../cluster/companions.ts';
import { NAME_PREFIX } from '../../cluster/record.ts';
import type { Context } from '../../context.ts';
import { InfrastructureError } from '../../errors.ts';
import { patiently } from '../../host/patience.ts';
import type { RunResult } from '../../host/run.ts';
import { inRuntime, type Runtime } from '../../host/runtime.ts';
import { findRuntime } from '../../setup/runtime.ts';

/** A container of the exam host's image, in which the learner works. */
export interface ExamHost {
  runtime: Runtime;
  container: string;
}

/** The user that the learner works as, by ssh and in a shell. */
export const LEARNER = 'candidate';
export const HOME = `/home/${LEARNER}`;

/** The folder on an exam host that a lab shares with its learner: {{files}} in its texts. */
export function filesOnHost(lab: string): string {
  return `${HOME}/${lab}`;
}

/** The name of an exam's container; `name` is how the learner calls it, %h the pattern of ssh. */
export function containerName(exam: string, name: string): string {
  for (const word of [exam, name]) {
    if (!/^([a-z0-9][a-z0-9-]{0,45}|%h)$/.test(word))
      throw new Error(`"${word}" can't name a host`);
  }
  return `${NAME_PREFIX}${exam}-${name}`;
}

/** Every container that belongs to an exam: base, hosts, and what lets ssh into nodes. */
export async function containersOf(context: Context, exam: string): Promise<Companion[]> {
  return companions(context, await runtimeOf(context), { exam });
}

/** Removes the hosts of an exam, of a lab or of a cluster; returns the names of the containers. */
export async function removeHosts(context: Context, belongsTo: BelongsTo): Promise<string[]> {
  return removeCompanions(context, await runtimeOf(context), belongsTo);
}

async function runtimeOf(context: Context): Promise<Runtime> {
  const runtime = await findRuntime(context);
  if (runtime) return runtime;
  throw new InfrastructureError('Neither Docker nor Podman answers.', {
    next: 'Type `cka-lab doctor` to see why.',
  });
}

export interface HostRunOptions {
  input?: string | Uint8Array;
  env?: Readonly<Record<string, string>>;
  user?: typeof LEARNER | 'root';
  /** Milliseconds after which all that runs on the host is ended; what we do there ourselves takes no 2 min. */
  timeout?: number;
}

/** What is not a learner's answer: files put there or removed. */
const OWN_WORK_MS = 2 * 60_000;

export interface HostRunResult extends RunResult {
  timedOut: boolean;
}

/**
 * Runs a program on a host, in the learner's home; a failing one is a result too. What it leaves
 * running goes on, see restartHost. One that takes too long takes all else on the host with it.
 */
export async function hostRun(
  context: Context,
  { runtime, container }: ExamHost,
  argv: readonly string[],
  { input, env = {}, user = LEARNER, timeout }: HostRunOptions = {},
): Promise<HostRunResult> {
  const result = await context.run(
    runtime.name,
    [...execIn(user, env, ['--interactive']), container, ...argv],
    {
      allowFailure: true,
      timeout: timeout ?? patiently(context, OWN_WORK_MS),
      group: true,
      ...(input === undefined ? {} : { input }),
    },
  );
  const timedOut = result.timedOut === true;
  if (timedOut) await restartHost(context, { runtime, container });
  return { ...result, timedOut };
}

/** Ends every process on a host; its files stay, and sshd starts again. */
export async function restartHost(
  context: Context,
  { runtime, container }: ExamHost,
): Promise<void> {
  await inRuntime(context, runtime, 'change', ['restart', '--time', '0', container]);
}

/**
 * A shell on this terminal, or one command (`command` is not empty). Returns when it has ended;
 * its exit code is the result's.
 */
export function openShell(
  context: Context,
  { runtime, container }: ExamHost,
  {
    command = [],
    env,
  }: { command?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<RunResult> {
  const interactive = command.length === 0;
  const terminal = context.env.TERM === undefined ? {} : { TERM: context.env.TERM };
  const mode = interactive ? ['--interactive', '--tty'] : ['--interactive'];
  return context.run(
    runtime.name,
    [
      ...execIn(LEARNER, { ...terminal, ...env }, mode),
      container,
      ...(interactive ? ['bash', '--login'] : command),
    ],
    { terminal: true, allowFailure: true },
  );
}

function execIn(
  user: typeof LEARNER | 'root',
  env: Readonly<Record<string, string>>,
  mode: readonly string[],
): string[] {
  const home = user === LEARNER ? HOME : '/root';
  const variables = { HOME: home, USER: user, LOGNAME: user, ...env };
  return [
    ...['exec', ...mode, '--user', user, '--workdir', home],
    ...Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
  ];
}
