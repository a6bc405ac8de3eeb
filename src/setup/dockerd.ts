import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { pause } from '../host/pause.ts';
import type { Run } from '../host/run.ts';
import type { Runtime } from '../host/runtime.ts';
import { type Machine, SBIN } from './machine.ts';

const START_TIMEOUT_MS = 90_000;
const POLL_MS = 250;
/** What Docker's own unit asks for; where more is allowed, nothing needs to be said. */
const ENOUGH_OPEN_FILES = 1_048_576;

/** Starts an installed Docker and waits until it answers. One that is starting already is awaited. */
export async function startDocker(
  context: Context,
  run: Run,
  machine: Machine,
  answers: () => Promise<Runtime | undefined>,
): Promise<Runtime> {
  const folder = path.join(context.paths.state, 'docker');
  const log = path.join(folder, 'dockerd.log');
  const start = () =>
    machine.systemd
      ? run('systemctl', ['start', 'docker'])
      : startDirectly(context, run, machine, folder);
  await start();

  const started = context.now();
  let starts = 1;
  for (;;) {
    const runtime = await answers();
    if (runtime) return runtime;
    const ended = !machine.systemd && !(await isAlive(run, machine, folder));
    // What was alive at first may have been a daemon on its way down.
    if (ended && starts++ < 2) await start();
    else if (ended || context.now() - started > START_TIMEOUT_MS) {
      const said = machine.systemd ? '' : await lastLines(run, log);
      throw new InfrastructureError(
        `Docker was started but ${ended ? 'ended at once' : 'does not answer'}.${said}`,
        {
          next: machine.systemd
            ? 'Type `systemctl status docker` and `journalctl -u docker` to see why.'
            : `Its log is ${log}.`,
        },
      );
    }
    await pause(POLL_MS, context.signal);
  }
}

/**
 * Succeeds while a dockerd that is named by Docker's pid file or by ours lives. Ours is written
 * first, while the process is still on its way to becoming dockerd.
 */
const ALIVE = `alive() {
  for file in "$pidfile" "$folder/dockerd.pid"; do
    pid=$(cat "$file" 2>/dev/null) || continue
    grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null && continue
    case $(cat "/proc/$pid/comm" 2>/dev/null) in
      dockerd) return 0 ;;
      setsid | sh) test "$file" = "$pidfile" || return 0 ;;
    esac
  done
  return 1
}`;

/**
 * A process of its own session, which outlives this command. The pid file of a daemon that is
 * gone would keep a new one from starting, so it is removed; the lock is for two of us at once.
 */
const START = `folder=$1 pidfile=$2; shift 2
${ALIVE}
exec 9>"$folder/dockerd.lock"
flock 9
alive && exit 0
rm -f "$pidfile"
setsid "$@" >"$folder/dockerd.log" 2>&1 </dev/null 9>&- &
echo $! >"$folder/dockerd.pid"`;

/** Without an init system. Does nothing where a dockerd lives already: it may still be starting. */
async function startDirectly(
  context: Context,
  run: Run,
  { docker }: Machine,
  folder: string,
): Promise<void> {
  if (docker.program === undefined) throw new Error('Docker is started only where it is installed');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { stdout: hardLimit } = await run('sh', ['-c', 'ulimit -Hn']);
  const settings = await readFile('/etc/docker/daemon.json', 'utf8').catch(() => '');
  const flags = ulimitFlags(hardLimit, settings);
  await run('sh', ['-c', START, 'sh', folder, docker.pidFile, docker.program, ...flags], {
    env: { PATH: [context.env.PATH, ...SBIN].filter(Boolean).join(':') },
  });
}

/** dockerd flags that keep a container's open-file limit within what this machine allows. */
export function ulimitFlags(hardLimit: string, daemonJson: string): string[] {
  const limit = Number(hardLimit.trim());
  if (!(limit > 0 && limit < ENOUGH_OPEN_FILES)) return [];
  // dockerd refuses a setting that is given twice.
  if (daemonJson.includes('"default-ulimits"')) return [];
  return [`--default-ulimit=nofile=${limit}:${limit}`];
}

async function isAlive(run: Run, { docker }: Machine, folder: string): Promise<boolean> {
  const script = `folder=$1 pidfile=$2\n${ALIVE}\nalive`;
  const { exitCode } = await run('sh', ['-c', script, 'sh', folder, docker.pidFile], {
    allowFailure: true,
  });
  return exitCode === 0;
}

async function lastLines(run: Run, log: string): Promise<string> {
  const { stdout } = await run('tail', ['-n', '10', log], { allowFailure: true });
  return stdout.trim() === '' ? '' : `\n${stdout.trim().replace(/^/gm, '  | ')}`;
}
