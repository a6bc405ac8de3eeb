/** What work needs of the place where it is done. */
export interface Need {
  /** Places of one kind are alike. */
  kind: string;
  /** shared: beside other work; alone: with nobody else there; fresh: alone, in a new place. */
  as: 'shared' | 'alone' | 'fresh';
  /** Bytes that a place takes. */
  memory: number;
  /** Shared, and worth a further place when it can be in none of those where its kind is worked on. */
  spread?: boolean;
}

export interface Limits {
  /** Places that there are at the same time, whether work goes on there or not. */
  places: number;
  /** Work that goes on side by side in one place. */
  perPlace: number;
  /** Bytes for all places together; the first one may take more. */
  memory: number;
}

/** What work asks for. */
export interface Demands<Job> {
  needOf(job: Job): Need;
  /** Whether two may be in one place at the same time. */
  mayMeet(a: Job, b: Job): boolean;
}

/** A place, or one that is being made or removed, and the work in it. */
export interface Slot<Job, Place> {
  kind: string;
  memory: number;
  place: Promise<Place>;
  jobs: Job[];
  used: boolean;
  /** No more work for it: it is removed when the last one leaves, and until then it counts. */
  closed: boolean;
}

/** What is done next: work, in a place that is there or in a new one, or making room for it. */
export type Next<Job, Place> =
  | { job: Job; slot: Slot<Job, Place> | undefined }
  | { evict: Slot<Job, Place> };

/**
 * Places that are there come first, then those that must be made: for that one where nobody is has
 * to go when there are no more to be had. Work that spreads takes what no other work can.
 */
export function firstThatCan<Job, Place>(
  waiting: readonly Job[],
  slots: readonly Slot<Job, Place>[],
  demands: Demands<Job>,
  limits: Limits,
): Next<Job, Place> | undefined {
  const { needOf, mayMeet } = demands;
  const mayBegin = slots.filter(({ jobs }) => jobs.length > 0).length < limits.places;
  const alike = (job: Job) =>
    slots.filter(({ kind, closed }) => !closed && kind === needOf(job).kind);
  const isShared = ({ jobs }: Slot<Job, Place>) =>
    jobs.length > 0 && jobs.every((other) => needOf(other).as === 'shared');
  const besideOthers = (job: Job) =>
    needOf(job).as === 'shared'
      ? alike(job)
          .filter(isShared)
          .find(
            ({ jobs }) =>
              jobs.length < limits.perPlace && jobs.every((other) => mayMeet(other, job)),
          )
      : undefined;
  const empty = (job: Job) =>
    mayBegin && needOf(job).as !== 'fresh' ? alike(job).find(isIdle) : undefined;
  // It waits for room where its kind is worked on.
  const isBound = (job: Job) => needOf(job).as === 'shared' && alike(job).some(isShared);

  for (const job of waiting) {
    const slot = besideOthers(job) ?? (isBound(job) ? undefined : empty(job));
    if (slot) return { job, slot };
  }
  if (!mayBegin) return undefined;
  const staying = slots.filter((slot) => !slot.closed || slot.jobs.length > 0);
  const free = waiting.filter((job) => !isBound(job));
  const spreading = waiting.filter((job) => isBound(job) && needOf(job).spread);
  for (const job of [...free, ...spreading]) {
    const slot = empty(job);
    const need = needOf(job);
    if (slot || hasRoom(slots, need, limits)) return { job, slot };
    // What is being removed will do.
    if (hasRoom(staying, need, limits)) continue;
    const evict = leastNeeded(slots, waiting, demands);
    if (evict) return { evict };
  }
  return undefined;
}

function isIdle<Job, Place>({ jobs, closed }: Slot<Job, Place>): boolean {
  return jobs.length === 0 && !closed;
}

/** Whether one more place may be made; the first one may take more memory than there is. */
function hasRoom<Job, Place>(
  slots: readonly Slot<Job, Place>[],
  need: Need,
  { places, memory }: Limits,
): boolean {
  const taken = slots.reduce((sum, slot) => sum + slot.memory, 0);
  return slots.length === 0 || (slots.length < places && taken + need.memory <= memory);
}

/** Of the places where nobody is, one whose kind no work waits for, if there is one. */
export function leastNeeded<Job, Place>(
  slots: readonly Slot<Job, Place>[],
  waiting: readonly Job[],
  { needOf }: Pick<Demands<Job>, 'needOf'>,
): Slot<Job, Place> | undefined {
  const idle = slots.filter(isIdle);
  return idle.find(({ kind }) => !waiting.some((job) => needOf(job).kind === kind)) ?? idle[0];
}
