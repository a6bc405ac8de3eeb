import { WORLD } from '../../cluster/companions.ts';
import type { Context } from '../../context.ts';
import { InfrastructureError } from '../../errors.ts';
import { inRuntime } from '../../host/runtime.ts';
import { type ExamHost, hostRun } from './host.ts';

/** What sshd of a container waits for, under /etc/ssh: put there last of all. */
export const READY = 'exam/ready';

/**
 * Starts a container that was made before; false where there is none that can be used. One that
 * can't be started is removed only where it is `replaceable`: on others the learner has worked.
 */
export async function wake(
  context: Context,
  host: ExamHost,
  labels: Readonly<Record<string, string>>,
  { replaceable }: { replaceable: boolean },
): Promise<boolean> {
  const { runtime, container } = host;
  const format = '{"state":{{json .State}},"labels":{{json .Config.Labels}}}';
  const { exitCode, stdout } = await inRuntime(
    context,
    runtime,
    'ask',
    ['container', 'inspect', '--format', format, container],
    { allowFailure: true },
  );
  if (exitCode !== 0) return false;
  const found = JSON.parse(stdout) as Inspected;
  if (found.labels?.[WORLD] !== labels[WORLD]) {
    throw new InfrastructureError(`The container ${container} was not made here.`, {
      next: `Rename it: \`${runtime.name} rename ${container} NAME\`.`,
    });
  }
  if (!Object.entries(labels).every(([key, value]) => found.labels?.[key] === value)) {
    await remove(context, host);
    return false;
  }
  if (found.state.Paused) return true;
  if (!found.state.Running) {
    const started = await inRuntime(context, runtime, 'change', ['start', container], {
      allowFailure: replaceable,
    });
    if (started.exitCode !== 0) {
      await remove(context, host);
      return false;
    }
  }
  if (!(await holds(context, host, `test -e /etc/ssh/${READY}`))) {
    await remove(context, host);
    return false;
  }
  await untilListening(context, host);
  return true;
}

interface Inspected {
  state: { Running: boolean; Paused: boolean };
  labels: Record<string, string> | null;
}

/** Waits until sshd listens. */
export async function untilListening(context: Context, host: ExamHost): Promise<void> {
  if (await holds(context, host, UP)) return;
  throw new InfrastructureError(`sshd of ${host.container} does not listen.`, {
    next: `Start it again: \`${host.runtime.name} restart ${host.container}\`.`,
  });
}

const UP = `for _ in $(seq 200); do
  if (exec 3<>/dev/tcp/127.0.0.1/22) 2>/dev/null; then exit 0; fi
  sleep 0.05
done
exit 1`;

/** Whether a script ends with 0. Throws when that can't be told. */
async function holds(context: Context, host: ExamHost, script: string): Promise<boolean> {
  const argv = ['bash', '-c', `if ( ${script} ); then echo yes; else echo no; fi`];
  const { stdout, stderr } = await hostRun(context, host, argv, { user: 'root' });
  // The runtime's own failures have exit codes of programs, too.
  if (stdout === 'yes' || stdout === 'no') return stdout === 'yes';
  throw new InfrastructureError(`Nothing can be run on ${host.container}: ${stderr.trim()}`, {
    next: `Remove it, with what is on it: \`${host.runtime.name} rm -f ${host.container}\`.`,
  });
}

export async function remove(context: Context, { runtime, container }: ExamHost): Promise<void> {
  await inRuntime(context, runtime, 'change', ['rm', '--force', '--volumes', container]);
}
