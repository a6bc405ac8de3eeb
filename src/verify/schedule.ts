import { type Demands, firstThatCan, type Limits, leastNeeded, type Slot } from './next.ts';

/** Where work is done, how it is made and removed. */
export interface Places<Job, Place> extends Demands<Job> {
  /** Places that are there already, each with nobody in it. */
  kept: readonly { kind: string; memory: number; place: Place }[];
  make(job: Job): Promise<Place>;
  /**
   * Does the work; false when the place is not fit for more. `alone` tells whether nobody else is
   * there or can come before it ends.
   */
  work(job: Job, place: Place, alone: () => boolean): Promise<boolean>;
  /** The work could not begin; may throw what stops everything. */
  failed(job: Job, error: unknown): void;
  remove(place: Place): Promise<void>;
}

/**
 * Does all work, in as many places as the limits allow: the first that can be begun is. Returns the
 * places that were used and are fit for more. When anything throws, no more work is begun, what goes on
 * is waited for, every place that was used is removed, and the first error is thrown.
 */
export async function schedule<Job, Place>(
  jobs: readonly Job[],
  places: Places<Job, Place>,
  limits: Limits,
): Promise<Place[]> {
  const waiting = [...jobs];
  const slots = new Set<Slot<Job, Place>>(
    places.kept.map(({ place, ...rest }) => ({
      ...rest,
      place: Promise.resolve(place),
      jobs: [],
      used: false,
      closed: false,
    })),
  );
  const running = new Set<Promise<void>>();
  const errors: unknown[] = [];
  const run = (work: Promise<void>) => {
    const settled = work
      .catch((error) => void errors.push(error))
      .finally(() => running.delete(settled));
    running.add(settled);
  };
  const drop = async (slot: Slot<Job, Place>) => {
    slot.closed = true;
    try {
      const place = await slot.place.catch(() => undefined);
      if (place !== undefined) await places.remove(place);
    } finally {
      slots.delete(slot);
    }
  };
  /** Nobody else is there, and nobody will come before the job ends. */
  const isAlone = (slot: Slot<Job, Place>, job: Job) => {
    const { as } = places.needOf(job);
    const mayCome = (other: Job) => {
      const need = places.needOf(other);
      return need.as === 'shared' && need.kind === slot.kind;
    };
    return as !== 'shared' || (slot.jobs.length === 1 && !waiting.some(mayCome));
  };
  const workIn = async (slot: Slot<Job, Place>, job: Job) => {
    try {
      const place = await slot.place.catch((error) => places.failed(job, error));
      const fit = place !== undefined && (await places.work(job, place, () => isAlone(slot, job)));
      if (!fit) slot.closed = true;
    } finally {
      slot.jobs.splice(slot.jobs.indexOf(job), 1);
    }
    if (slot.closed && slot.jobs.length === 0) await drop(slot);
  };

  // An earlier time may have had more of them.
  for (let count = slots.size; count > limits.places; count -= 1) {
    const slot = leastNeeded([...slots], waiting, places);
    if (slot) run(drop(slot));
  }
  for (;;) {
    while (errors.length === 0) {
      const next = firstThatCan(waiting, [...slots], places, limits);
      if (!next) break;
      if ('evict' in next) {
        run(drop(next.evict));
        break;
      }
      const { job } = next;
      waiting.splice(waiting.indexOf(job), 1);
      const slot = next.slot ?? newSlot(places, job);
      slots.add(slot);
      slot.jobs.push(job);
      slot.used = true;
      run(workIn(slot, job));
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  const used = [...slots].filter((slot) => slot.used);
  if (errors.length === 0) return Promise.all(used.map(({ place }) => place));
  await Promise.allSettled(used.map(drop));
  throw errors[0];
}

function newSlot<Job, Place>(places: Places<Job, Place>, job: Job): Slot<Job, Place> {
  const { kind, memory, as } = places.needOf(job);
  const place = places.make(job);
  // Every job in the slot waits for it and hears of a failure.
  place.catch(() => {});
  return { kind, memory, place, jobs: [], used: true, closed: as === 'fresh' };
}
