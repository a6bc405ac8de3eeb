import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { pause } from '../host/pause.ts';
import type { Run } from '../host/run.ts';
import type { Machine } from './machine.ts';

/** docker.io before this asks for every capability that the kernel knows, and fails without one. */
const FIRST_CONTENT_WITH_FEWER = 23;
const NEWER_RELEASE: Record<string, string> = { bookworm: 'trixie' };
/** Another package installation on this machine is waited for. */
const LOCK_TIMEOUT_S = 300;
const SOURCE = '/etc/apt/sources.list.d/cka-lab-newer-docker.sources';
const PIN = '/etc/apt/preferences.d/cka-lab-newer-docker';

/** Installs Docker's engine with apt. Can be interrupted and run again at any point. */
export async function installDocker(
  context: Context,
  run: Run,
  machine: Machine,
  options: { client: boolean; update: (detail: string) => void },
): Promise<void> {
  const { client, update } = options;
  const apt = aptGet(run);

  update('finishing what an earlier installation left');
  await finishUnfinished(context, run);
  update('reading the package lists');
  await apt(['update']);
  const candidate = await candidateMajor(run, 'docker.io');
  if (candidate === undefined) {
    throw new InfrastructureError('apt knows no package docker.io on this machine.', {
      next: 'Install Docker Engine by hand (https://docs.docker.com/engine/install/), then run the command again.',
    });
  }
  if (machine.withheld.length > 0 && candidate < FIRST_CONTENT_WITH_FEWER) {
    await installNewer(run, machine, candidate, { client, update });
    return;
  }
  update('installing docker.io');
  const separateClient = client && (await candidateMajor(run, 'docker-cli')) !== undefined;
  await apt(install(['docker.io', ...(separateClient ? ['docker-cli'] : [])]));
}

/** An interrupted installation leaves packages that apt refuses to work beside. */
async function finishUnfinished(context: Context, run: Run): Promise<void> {
  for (let tries = 0; tries < LOCK_TIMEOUT_S; tries++) {
    const audit = await run('dpkg', ['--audit'], { allowFailure: true });
    if (audit.stdout.trim() === '') return;
    const configure = await run('dpkg', ['--configure', '-a'], {
      env: UNATTENDED,
      allowFailure: true,
    });
    // The dpkg that was interrupted finishes its package before it lets go.
    if (!/\block\b/.test(configure.stderr)) break;
    await pause(1000, context.signal);
  }
  await aptGet(run)(['install', '--fix-broken', '--yes', '--no-remove']);
}

/**
 * The engine alone comes from the next release, pinned so low that nothing else does; what it
 * stands on is installed from this release first.
 */
async function installNewer(
  run: Run,
  machine: Machine,
  candidate: number,
  { client, update }: { client: boolean; update: (detail: string) => void },
): Promise<void> {
  const apt = aptGet(run);
  const newer = NEWER_RELEASE[machine.codename];
  if (newer === undefined) {
    throw new InfrastructureError(
      `This machine withholds a capability, and docker.io ${candidate} of ${machine.distribution} ${machine.codename} can't start a privileged container without it.`,
      {
        next: `Install Docker Engine ${FIRST_CONTENT_WITH_FEWER} or later by hand (https://docs.docker.com/engine/install/), then run the command again.`,
      },
    );
  }
  update('installing iptables, containerd and runc');
  await apt(install(['iptables', 'containerd', 'runc', 'debian-archive-keyring']));
  update(`adding ${newer} for docker.io alone`);
  const targets = await run('apt-get', ['indextargets', 'Created-By: Packages']);
  await writeAsRoot(run, PIN, pinFile(newer));
  const read = async (file: string) => (await run('cat', [file], { allowFailure: true })).stdout;
  await writeAsRoot(run, SOURCE, await sourceFile(targets.stdout, machine.codename, newer, read));
  await apt(['update']);
  update(`installing docker.io from ${newer}`);
  await apt(
    install([`docker.io/${newer}`, ...(client ? [`docker-cli/${newer}`] : [])], '--no-remove'),
  );
}

/** A deb822 source of the newer release, from the mirror that the machine uses for its own. */
export async function sourceFile(
  targets: string,
  codename: string,
  newer: string,
  read: (file: string) => Promise<string>,
): Promise<string> {
  const records = targets
    .split('\n\n')
    .map((record) => new Map(record.split('\n').map(splitField)))
    .filter((record) => record.get('Release') === codename && record.get('Origin') === 'Debian');
  const uri = records[0]?.get('Repo-URI');
  if (uri === undefined) {
    throw new InfrastructureError(`apt has no source for ${codename} on this machine.`, {
      next: 'Name a Debian mirror in /etc/apt/sources.list.d, or install Docker Engine by hand (https://docs.docker.com/engine/install/).',
    });
  }
  const components = new Set(
    records
      .filter((record) => record.get('Repo-URI') === uri)
      .flatMap((record) => record.get('Component') ?? []),
  );
  const entry = records[0]?.get('Sourcesentry')?.replace(/:\d+$/, '');
  const signedBy = entry === undefined ? undefined : findSignedBy(await read(entry), codename);
  return [
    '# Written by `cka-lab setup`: docker.io of this release starts no privileged container here.',
    'Types: deb',
    `URIs: ${uri}`,
    `Suites: ${newer}`,
    `Components: ${[...components].join(' ')}`,
    ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]),
    '',
  ].join('\n');
}

/** The keyring that an apt source file, of either syntax, names for a release. */
export function findSignedBy(text: string, codename: string): string | undefined {
  for (const stanza of text.split(/\n\s*\n/)) {
    const suites = /^Suites:\s*(.*)$/im.exec(stanza)?.[1]?.split(/\s+/);
    if (!suites?.includes(codename)) continue;
    return /^Signed-By:[ \t]*(.*(?:\n[ \t].*)*)/im.exec(stanza)?.[1];
  }
  const line = text.split('\n').find((one) => new RegExp(`^deb\\s.*\\s${codename}\\s`).test(one));
  return /[[\s]signed-by=([^\s\]]+)/.exec(line ?? '')?.[1];
}

function pinFile(release: string): string {
  return [
    'Explanation: written by `cka-lab setup`; nothing comes from here unless asked for by name.',
    'Package: *',
    `Pin: release n=${release}`,
    'Pin-Priority: 100',
    '',
  ].join('\n');
}

async function candidateMajor(run: Run, name: string): Promise<number | undefined> {
  const { stdout } = await run('apt-cache', ['policy', name], { env: { LC_ALL: 'C' } });
  const version = /^\s*Candidate:\s*(?:\d+:)?(\d+)/m.exec(stdout)?.[1];
  return version === undefined ? undefined : Number(version);
}

const UNATTENDED = {
  DEBIAN_FRONTEND: 'noninteractive',
  LC_ALL: 'C',
  // Debian's own switch (invoke-rc.d): the package's init script would start dockerd with limits
  // that may be refused; it is started by us.
  RUNLEVEL: '1',
};

function install(packages: readonly string[], ...options: string[]): string[] {
  return ['install', '--yes', '--no-install-recommends', ...options, ...packages];
}

function aptGet(run: Run): (args: readonly string[]) => Promise<unknown> {
  return (args) =>
    run('apt-get', ['-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT_S}`, ...args], { env: UNATTENDED });
}

function writeAsRoot(run: Run, file: string, text: string): Promise<unknown> {
  return run('sh', ['-c', 'umask 022; cat > "$1.new" && mv "$1.new" "$1"', 'sh', file], {
    input: text,
  });
}

function splitField(line: string): [string, string] {
  const at = line.indexOf(': ');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 2)];
}
