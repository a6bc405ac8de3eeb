import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import type { Runtime } from './runtime.ts';
import { readText, writePrivate } from './store.ts';

/** What the machine that runs the containers asks of a cluster. */
export interface HostFacts {
  /** The version of the cgroup hierarchy that a node sees. */
  cgroup: 1 | 2;
  /** Even a privileged container may not lower oom_score_adj. */
  oomScoreAdjRefused: boolean;
  /** Infinity where there is no limit. */
  openFilesHardLimit: number;
  inotifyInstances: number;
  memoryBytes: number;
  cpus: number;
}

// As a kubelet would: it lowers its own to -999 first. Only a subshell's is touched.
const SCRIPT = `echo cgroup=$(stat -f -c %T /sys/fs/cgroup)
( echo -999 >/proc/self/oom_score_adj ) 2>/dev/null && echo oom=lowered || echo oom=refused
echo files=$(ulimit -Hn)
echo inotify=$(cat /proc/sys/fs/inotify/max_user_instances)
echo memory=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)
echo cpus=$(nproc)`;
const TIMEOUT_MS = 60_000;

/**
 * Measures inside a privileged container of the node image, since the runtime may be on another
 * machine or in a VM. Kept until the next boot or another runtime, image or limit.
 */
export async function probeHost(
  context: Context,
  runtime: Runtime,
  image: string,
): Promise<HostFacts> {
  const file = path.join(
    context.paths.cache,
    `host-${await identify(context, runtime, image)}.txt`,
  );
  const kept = await readText(file);
  const known = kept === undefined ? undefined : parseProbe(kept);
  if (known) return known;

  const args = ['run', '--rm', '--privileged', '--cgroupns=private', '--network', 'none'];
  const { stdout } = await context.run(
    runtime.name,
    [...args, '--entrypoint', 'sh', image, '-c', SCRIPT],
    { timeout: TIMEOUT_MS },
  );
  const facts = parseProbe(stdout);
  if (!facts) {
    throw new InfrastructureError(
      `The probe in a container of ${image} printed something else than expected:\n${stdout}`,
      { next: 'Type `cka-lab doctor` to see what works here.' },
    );
  }
  await writePrivate(file, stdout);
  return facts;
}

/** Reads what the probe printed; undefined unless all of it is there. */
export function parseProbe(output: string): HostFacts | undefined {
  const values = new Map(
    output.split('\n').map((line) => {
      const [key = '', value = ''] = line.trim().split('=');
      return [key, value];
    }),
  );
  const number = (key: string) => Number(values.get(key) || Number.NaN);
  const files = values.get('files') === 'unlimited' ? Number.POSITIVE_INFINITY : number('files');
  const [inotify, memory, cpus] = [number('inotify'), number('memory'), number('cpus')];
  const oom = values.get('oom');
  if (![files, inotify, memory, cpus].every((value) => value > 0)) return undefined;
  if (!values.get('cgroup') || (oom !== 'lowered' && oom !== 'refused')) return undefined;
  return {
    cgroup: values.get('cgroup') === 'cgroup2fs' ? 2 : 1,
    oomScoreAdjRefused: oom === 'refused',
    openFilesHardLimit: files,
    inotifyInstances: inotify,
    memoryBytes: memory * 1024,
    cpus,
  };
}

async function identify(context: Context, runtime: Runtime, image: string): Promise<string> {
  const { DOCKER_HOST, DOCKER_CONTEXT, CONTAINER_HOST } = context.env;
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  const parts = [
    SCRIPT,
    runtime.name,
    runtime.version,
    image,
    DOCKER_HOST,
    DOCKER_CONTEXT,
    CONTAINER_HOST,
    await read('/proc/sys/kernel/random/boot_id'),
    await read('/proc/sys/fs/inotify/max_user_instances'),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
