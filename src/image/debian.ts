import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { alone, PACKAGES } from '../host/lock.ts';
import type { Run } from '../host/run.ts';
import { asRoot } from '../setup/as-root.ts';
import { findProgram, lookAtMachine, SBIN } from '../setup/machine.ts';
import { filesFolder, filesIn } from './files.ts';
import type { Part } from './parts.ts';

/** The release whose systemd still starts on hosts with cgroup v1. */
export const SUITE = 'bookworm';

/** Debian mirrors, as apt on this machine knows them. */
export interface Mirrors {
  main: string;
  security?: string;
}

/**
 * What Debian packages give: node.tar, the file system of a node, and the layers small.tar,
 * net.tar, nginx.tar and static.tar of container images.
 */
export function debianPart(arch: string): Part {
  return fileSystemPart('debian', arch, 'debian');
}

/** What the script `<name>.sh`, in a folder of our files, makes of Debian packages. */
export function fileSystemPart(name: string, arch: string, source: string): Part {
  const script = path.join(filesFolder, source, `${name}.sh`);
  return {
    name,
    recipe: { suite: SUITE, arch, files: filesIn(source).map(({ name, text }) => [name, text]) },
    async make(context, folder, report) {
      const { run, mirrors } = await findDebianTools(context);
      if (!findProgram(context, 'debootstrap', SBIN)) {
        report('installing debootstrap');
        const env = { DEBIAN_FRONTEND: 'noninteractive' };
        await alone(context, PACKAGES, async () => {
          await run('apt-get', ['-qq', 'update'], { env });
          await run('apt-get', ['-qq', '-y', 'install', 'debootstrap'], { env });
        });
      }
      // Namespaces of its own: when it is killed, no mount and no process of it stays.
      await run(
        'unshare',
        [
          ...['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', script],
          ...[folder, SUITE, mirrors.main, ...(mirrors.security ? [mirrors.security] : [])],
        ],
        {
          onLine(line) {
            if (line.startsWith(`${name}: `)) report(line.slice(name.length + 2));
          },
        },
      );
      await run('chown', ['-R', String(process.getuid?.() ?? 0), folder]);
    },
  };
}

/** What making a Debian file system takes: root's rights and a mirror. Says so where it is missing. */
export async function findDebianTools(context: Context): Promise<{ run: Run; mirrors: Mirrors }> {
  const mirrors = findMirrors(await indexTargets(context));
  const machine = await lookAtMachine(context);
  return { run: await asRoot(context, machine, 'Making a Debian file system'), mirrors };
}

async function indexTargets(context: Context): Promise<string> {
  const { stdout, exitCode } = await context.run(
    'apt-get',
    ['indextargets', '--format', '$(ORIGIN)|$(RELEASE)|$(SITE)', 'Created-By: Packages'],
    { allowFailure: true },
  );
  if (exitCode !== 0) {
    throw new InfrastructureError(
      'No registry answers, and building images here needs Debian or a relative of it (apt-get).',
      { next: 'Run this where a registry answers, or on a Debian machine.' },
    );
  }
  return stdout;
}

/** Finds Debian's mirror in the output of `apt-get indextargets`: lines "origin|release|site". */
export function findMirrors(targets: string): Mirrors {
  const sources = targets
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([, , site]) => /^https?:/.test(site ?? ''))
    .map(([origin, release = '', site = '']) => ({ origin, release, site }));
  const find = (suffix: string) =>
    sources.find(({ release }) => release === `${SUITE}${suffix}`) ??
    sources.find(
      ({ origin, release }) =>
        origin === 'Debian' && (suffix ? release.endsWith(suffix) : !release.includes('-')),
    );
  const main = find('');
  const security = find('-security');
  if (!main) {
    throw new InfrastructureError(
      'No registry answers, and apt on this machine names no Debian mirror to build images from.',
      { next: `Add a source for Debian ${SUITE} to /etc/apt/sources.list.d, then run this again.` },
    );
  }
  return { main: main.site, ...(security ? { security: security.site } : {}) };
}
