import type { Context } from '../context.ts';
import { probeHost } from '../host/probes.ts';
import { ensureRuntime } from '../setup/runtime.ts';

/** Left for the rest of the machine, in bytes. */
export const SPARE = 2 ** 30;

export interface Machine {
  cpus: number;
  /** Bytes that are free for clusters. */
  memory: number;
  inotifyInstances: number;
}

/** What the machine on which clusters run has to give just now. */
export async function machineOf(context: Context, image: string): Promise<Machine> {
  const facts = await probeHost(context, await ensureRuntime(context), image);
  const memory = Math.min(process.availableMemory(), facts.memoryBytes);
  return { cpus: facts.cpus, inotifyInstances: facts.inotifyInstances, memory };
}
