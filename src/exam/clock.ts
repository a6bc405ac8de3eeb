/** A moment as this machine knows it. */
export interface Moment {
  /** Milliseconds since the epoch, by a clock that may be set. */
  wall: number;
  /** The id of this boot; empty where the machine has none. */
  boot: string;
  /**
   * Milliseconds since that boot; 0 where the machine can't tell. Those that it was suspended are among
   * them, but not where its host suspended it.
   */
  sinceBoot: number;
}

/**
 * How much time of an exam is spent. It goes on while nobody looks and after a reboot, and a clock
 * that is set back gives no time.
 */
export interface Clock {
  /** ISO 8601, when the first task could be worked on; null before. */
  begun: string | null;
  /** Milliseconds spent, as of `at`. */
  spent: number;
  /** When `spent` was written: milliseconds since the epoch, and since the boot of that id. */
  at: Moment | null;
  /** The wall clock was set back meanwhile. */
  setBack: boolean;
  /** Milliseconds of `spent` that went by on the wall clock alone: asleep, or set forward. */
  unseen?: number;
  /** Milliseconds by which the wall clock is ahead of the time that the machine ran; below 0: behind. */
  lead?: number;
}

export const NOT_BEGUN: Clock = { begun: null, spent: 0, at: null, setBack: false };

/** Time servers move a clock by less. */
const MOVED_MS = 5000;

export function begin(now: Moment): Clock {
  return { begun: new Date(now.wall).toISOString(), spent: 0, at: now, setBack: false };
}

/** The clock as of now; one that has not begun stays as it is. */
export function advance(clock: Clock, now: Moment): Clock {
  if (!clock.at) return clock;
  const { unseen = 0, lead = 0 } = clock;
  const moved = lead + aheadBy(clock.at, now);
  // A clock that was set back and is right again has told of no more time.
  const more = moved > unseen + MOVED_MS ? moved - unseen : 0;
  return {
    ...clock,
    spent: clock.spent + ran(clock.at, now) + more,
    at: now,
    setBack: clock.setBack || wasSetBack(clock.at, now),
    unseen: unseen + more,
    lead: moved,
  };
}

/** Milliseconds that are left of so many minutes; never below 0. */
export function remaining(clock: Clock, minutes: number, now: Moment): number {
  return Math.max(0, minutes * 60_000 - advance(clock, now).spent);
}

/**
 * The clock as it stood when its time was up: what was spent after that many minutes is taken off,
 * and `at` is that moment.
 */
export function stopped(clock: Clock, minutes: number): Clock {
  const over = clock.spent - minutes * 60_000;
  if (!clock.at || over <= 0) return clock;
  const { wall, boot, sinceBoot } = clock.at;
  // Before this boot only the wall clock counts.
  const by = sinceBoot < over ? { boot: '', sinceBoot: 0 } : { boot, sinceBoot: sinceBoot - over };
  return { ...clock, spent: minutes * 60_000, at: { wall: wall - over, ...by } };
}

/**
 * Milliseconds from one moment to a later one, by the clock that tells more; 0 where that is not known.
 */
export function elapsed(from: Moment, to: Moment): number {
  const more = aheadBy(from, to);
  return ran(from, to) + (more > MOVED_MS ? more : 0);
}

/** Milliseconds by a clock that can't be set, where there is one. */
function ran(from: Moment, to: Moment): number {
  return sameBoot(from, to) ? to.sinceBoot - from.sinceBoot : Math.max(0, to.wall - from.wall);
}

/** By how much the wall clock went further than the machine ran, within one boot. */
function aheadBy(from: Moment, to: Moment): number {
  return sameBoot(from, to) ? to.wall - from.wall - (to.sinceBoot - from.sinceBoot) : 0;
}

function wasSetBack(from: Moment, to: Moment): boolean {
  return to.wall - from.wall < (sameBoot(from, to) ? to.sinceBoot - from.sinceBoot : 0) - MOVED_MS;
}

/** Some containers are booted anew under the id of their machine's boot. */
function sameBoot(from: Moment, to: Moment): boolean {
  return from.boot !== '' && from.boot === to.boot && to.sinceBoot >= from.sinceBoot;
}
