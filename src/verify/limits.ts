import { type Machine, SPARE } from '../session/machine.ts';
import { INSTANCES } from '../setup/inotify.ts';
import type { Limits } from './next.ts';

/** A grading process and the lab's scripts wait more than they compute. */
const PER_PLACE_AND_CORE = 2;

/** How much there is at once: `wanted` clusters at most, if that is given. */
export function limitsOf(machine: Machine, wanted: number | undefined): Limits {
  const places = machine.inotifyInstances < INSTANCES.enough ? 1 : Math.max(2, machine.cpus);
  return {
    places: wanted ?? places,
    perPlace: Math.max(2, machine.cpus * PER_PLACE_AND_CORE),
    memory: machine.memory - SPARE,
  };
}
