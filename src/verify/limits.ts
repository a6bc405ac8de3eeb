import type { Context } from '../context.ts';
import { probeHost } from '../host/probes.ts';
import { ENOUGH_INSTANCES } from '../setup/inotify.ts';
import { ensureRuntime } from '../setup/runtime.ts';
import type { Limits } from './schedule.ts';

/** Left for the rest of the machine, in bytes. */
const SPARE = 2 ** 30;
/** A grading process and the lab's scripts wait more than they compute. */
const PER_PLACE_AND_CORE = 2;

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

/** How much goes on at once: `wanted` clusters at most, if that is given. */
export function limitsOf(machine: Machine, wanted: number | undefined): Limits {
  const places = machine.inotifyInstances < ENOUGH_INSTANCES ? 1 : Math.max(2, machine.cpus);
  return {
    places: wanted ?? places,
    perPlace: Math.max(2, machine.cpus * PER_PLACE_AND_CORE),
    memory: machine.memory - SPARE,
  };
}
