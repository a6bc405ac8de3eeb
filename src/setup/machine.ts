import { accessSync, constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';

/** What installing a container runtime depends on, read from this machine. */
export interface Machine {
  platform: NodeJS.Platform;
  /** ID and VERSION_CODENAME of /etc/os-release; empty where there is none. */
  distribution: string;
  codename: string;
  /** systemd is process 1. */
  systemd: boolean;
  /** Numbers of capabilities that the kernel knows but that can't be had here, whoever asks. */
  withheld: number[];
  root: boolean;
  user: string;
  /** Docker's engine: its program, where it is installed, and the file that tells its process. */
  docker: { program: string | undefined; pidFile: string };
}

/** Where programs of root are, which a user's PATH may leave out. */
export const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin'];

/** CAP_SYS_RESOURCE: needed to lower oom_score_adj. */
export const SYS_RESOURCE = 24;

/** Looks at the machine; changes nothing. */
export async function lookAtMachine(context: Context): Promise<Machine> {
  const [release, status, lastCapability, systemd, uid, user] = await Promise.all([
    readOr('/etc/os-release', ''),
    readOr('/proc/self/status', ''),
    readOr('/proc/sys/kernel/cap_last_cap', ''),
    access('/run/systemd/system').then(
      () => true,
      () => false,
    ),
    context.run('id', ['-u'], { allowFailure: true }),
    context.run('id', ['-un'], { allowFailure: true }),
  ]);
  return {
    platform: process.platform,
    ...parseRelease(release),
    systemd,
    withheld: withheldCapabilities(status, lastCapability),
    root: uid.stdout.trim() === '0',
    user: user.stdout.trim(),
    docker: { program: findProgram(context, 'dockerd', SBIN), pidFile: '/var/run/docker.pid' },
  };
}

/** ID and VERSION_CODENAME of an os-release file. */
export function parseRelease(text: string): { distribution: string; codename: string } {
  const value = (key: string) =>
    new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(text)?.[1]?.trim() ?? '';
  return { distribution: value('ID'), codename: value('VERSION_CODENAME') };
}

/** The capabilities, up to the kernel's last, that /proc/<pid>/status has no right to. */
export function withheldCapabilities(status: string, lastCapability: string): number[] {
  const bounding = /^CapBnd:\s*([0-9a-f]+)/m.exec(status)?.[1];
  const last = Number.parseInt(lastCapability, 10);
  if (bounding === undefined || Number.isNaN(last)) return [];
  const set = BigInt(`0x${bounding}`);
  return Array.from({ length: last + 1 }, (_, number) => number).filter(
    (number) => ((set >> BigInt(number)) & 1n) === 0n,
  );
}

/** The path of a program that is on PATH or in one of the folders named. */
export function findProgram(
  context: Pick<Context, 'env'>,
  name: string,
  alsoIn: readonly string[] = [],
): string | undefined {
  const folders = (context.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [...folders, ...alsoIn]
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function readOr(file: string, otherwise: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return otherwise;
  }
}
