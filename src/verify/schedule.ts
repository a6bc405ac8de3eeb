/** What work needs of the place where it is done. */
export interface Need {
  /** Places of one kind are alike. */
  kind: string;
  /** shared: beside other work; alone: with nobody else there; fresh: alone, in a new place. */
  as: 'shared' | 'alone' | 'fresh';
  /** Bytes that a place takes. */
  memory: number;
}

export interface Limits {
  /** Places in which work goes on at the same time. */
  places: number;
  /** Work that goes on side by side in one place. */
  perPlace: number;
  /** Bytes for all places together; the first one may take more. */
  memory: number;
}

/** Where work is done, how it is made and removed. */
export interface Places<Job, Place> {
  /** Places that are there already, each with nobody in it. */
  kept: readonly { kind: string; memory: number; place: Place }[];
  needOf(job: Job): Need;
  mayMeet(a: Job, b: Job): boolean;
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

interface Slot<Job, Place> {
  kind: string;
  memory: number;
  place: Promise<Place>;
  jobs: Job[];
  used: boolean;
  /** No more work for it: it is removed when the last one leaves. */
  closed: boolean;
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
    slots.delete(slot);
    const place = await slot.place.catch(() => undefined);
    if (place !== undefined) await places.remove(place);
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

type Next<Job, Place> =
  | { job: Job; slot: Slot<Job, Place> | undefined }
  | { evict: Slot<Job, Place> };

function firstThatCan<Job, Place>(
  waiting: readonly Job[],
  slots: readonly Slot<Job, Place>[],
  { needOf, mayMeet }: Places<Job, Place>,
  { places, perPlace, memory }: Limits,
): Next<Job, Place> | undefined {
  const isBusy = ({ jobs }: Slot<Job, Place>) => jobs.length > 0;
  const mayBegin = slots.filter(isBusy).length < places;
  for (const job of waiting) {
    const need = needOf(job);
    const alike = slots.filter(({ kind, closed }) => !closed && kind === need.kind);
    const shared = alike.filter(
      ({ jobs }) => jobs.length > 0 && jobs.every((other) => needOf(other).as === 'shared'),
    );
    if (need.as === 'shared' && shared.length > 0) {
      const slot = shared.find(
        ({ jobs }) => jobs.length < perPlace && jobs.every((other) => mayMeet(other, job)),
      );
      if (slot) return { job, slot };
      continue;
    }
    if (!mayBegin) continue;
    const idle = slots.filter((slot) => !isBusy(slot));
    const slot = need.as === 'fresh' ? undefined : alike.find((one) => idle.includes(one));
    if (slot) return { job, slot };
    const taken = slots.reduce((sum, one) => sum + one.memory, 0);
    if (slots.length === 0 || taken + need.memory <= memory) return { job, slot: undefined };
    const [evict] = idle;
    if (evict) return { evict };
  }
}
