import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { alone, PACKAGES } from '../host/lock.ts';
import type { Run } from '../host/run.ts';
import type { Runtime } from '../host/runtime.ts';
import { installDocker } from './apt.ts';
import { asRoot } from './as-root.ts';
import { startDocker } from './dockerd.ts';
import { findProgram, lookAtMachine, type Machine } from './machine.ts';

type Name = Runtime['name'];

/** A server that hangs is one that does not answer. */
const ANSWER_TIMEOUT_MS = 4_000;
const BY_HAND = 'https://docs.docker.com/engine/install/';

/** Docker or Podman, whichever answers; CKA_LAB_RUNTIME or kind's own variable chooses one. */
export async function findRuntime(context: Context): Promise<Runtime | undefined> {
  for (const name of candidates(context)) {
    const version = await ask(context.run, name);
    if (version !== undefined) return { name, version };
  }
  return undefined;
}

/** A container runtime that answers: found, started, or (with consent) installed. */
export async function ensureRuntime(
  context: Context,
  look: (context: Context) => Promise<Machine> = lookAtMachine,
): Promise<Runtime> {
  const found = await findRuntime(context);
  if (found) return found;
  const machine = await look(context);
  await refuseWhatIsNotOurs(context, machine);
  const installed = machine.docker.program !== undefined;
  await (installed ? askToStart(context, machine) : askToInstall(context, machine));
  const what = installed ? 'Starting Docker' : 'Installing Docker';
  const run = await asRoot(context, machine, what);
  const runtime = await context.progress.step(what, async (update) => {
    if (!installed) {
      const client = findProgram(context, 'docker') === undefined;
      await alone(context, PACKAGES, () =>
        installDocker(context, run, machine, { client, update }),
      );
      update('starting it');
    }
    return await startDocker(context, run, await look(context), async () => {
      const version = await ask(run, 'docker');
      return version === undefined ? undefined : { name: 'docker', version };
    });
  });
  if (!machine.root) await letUserIn(context, run, machine);
  return runtime;
}

/** The order to look in. Podman is taken only where Docker does not answer. */
function candidates(context: Context): readonly Name[] {
  for (const variable of ['CKA_LAB_RUNTIME', 'KIND_EXPERIMENTAL_PROVIDER']) {
    const chosen = context.env[variable];
    if (!chosen) continue;
    if (chosen === 'docker' || chosen === 'podman') return [chosen];
    throw new UsageError(`${variable} is "${chosen}", but only docker and podman are known.`, {
      next: `Set ${variable} to docker or podman, or unset it.`,
    });
  }
  return ['docker', 'podman'];
}

/** The server's version; undefined when the program is missing or its server does not answer. */
async function ask(run: Run, name: Name): Promise<string | undefined> {
  const args =
    name === 'docker'
      ? ['version', '--format', '{{.Server.Version}}']
      : ['info', '--format', '{{.Version.Version}}'];
  const { exitCode, stdout } = await run(name, args, {
    allowFailure: true,
    timeout: ANSWER_TIMEOUT_MS,
  });
  const version = stdout.trim();
  return exitCode === 0 && version !== '' ? version : undefined;
}

/** What can't be put right by installing or starting Docker on this machine. */
async function refuseWhatIsNotOurs(context: Context, machine: Machine): Promise<void> {
  if (candidates(context)[0] === 'podman') {
    throw new InfrastructureError('Podman was chosen, but does not answer.', {
      next: 'Type `podman info` to see why, or unset CKA_LAB_RUNTIME and KIND_EXPERIMENTAL_PROVIDER.',
    });
  }
  const host = context.env.DOCKER_HOST;
  if (host) {
    throw new InfrastructureError(`DOCKER_HOST is ${host}, and no Docker answers there.`, {
      next: 'Type `docker info` to see why, or unset DOCKER_HOST to use this machine.',
    });
  }
  const chosen = await context.run('docker', ['context', 'show'], { allowFailure: true });
  const name = chosen.stdout.trim();
  if (chosen.exitCode === 0 && name !== '' && name !== 'default') {
    throw new InfrastructureError(`The Docker context is ${name}, and no Docker answers there.`, {
      next: 'Type `docker info` to see why, or `docker context use default` to use this machine.',
    });
  }
  if (machine.platform !== 'linux') {
    throw new InfrastructureError('Neither Docker nor Podman answers.', {
      next: 'Start Docker Desktop or `podman machine start`; install one of them if there is none.',
    });
  }
}

/** The right to use Docker is as good as root's, so it is not given without a word. */
function outcomeForUser({ root, user }: Machine): string {
  return root ? '' : ` and let ${user} use it (the group docker, which has root's rights)`;
}

async function askToInstall(context: Context, machine: Machine): Promise<void> {
  if (!['debian', 'ubuntu'].includes(machine.distribution)) {
    throw new InfrastructureError(
      'Neither Docker nor Podman answers, and Docker is not installed.',
      {
        next: `Install Docker Engine (${BY_HAND}) or start Podman, then run the command again.`,
      },
    );
  }
  const question = `Docker is not installed. Install it with apt${outcomeForUser(machine)}?`;
  if (await context.confirm(question)) return;
  throw new InfrastructureError('Clusters run in Docker, which is not installed.', {
    next: `Type \`cka-lab setup --yes\` to install it with apt, or install it by hand: ${BY_HAND}`,
  });
}

/** Root starts its Docker unasked: that changes nothing on the machine. */
async function askToStart(context: Context, machine: Machine): Promise<void> {
  if (machine.root) return;
  const question = `Docker does not answer ${machine.user}. Start it with sudo${outcomeForUser(machine)}?`;
  if (await context.confirm(question)) return;
  const byHand = machine.systemd ? 'sudo systemctl start docker' : 'sudo dockerd';
  throw new InfrastructureError(`Docker is installed, but does not answer ${machine.user}.`, {
    next: `Type \`cka-lab setup --yes\`, or \`${byHand}\` and \`sudo usermod -aG docker ${machine.user}\` and log in again.`,
  });
}

/** Group membership starts with the next login; the socket's group lets this session in now. */
async function letUserIn(context: Context, run: Run, { user }: Machine): Promise<void> {
  if ((await ask(context.run, 'docker')) !== undefined) return;
  await run('usermod', ['-aG', 'docker', user]);
  const group = (await context.run('id', ['-g'])).stdout.trim();
  await run('chgrp', [group, '/var/run/docker.sock']);
  context.progress.note(
    `${user} is now in the group docker, which has root's rights through Docker. To undo: sudo gpasswd -d ${user} docker`,
  );
}
