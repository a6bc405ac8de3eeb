/** When which check is to be looked at. Times are milliseconds of one clock. */
export interface Agenda {
  /** Once, as soon as it is quiet: it may have missed a change. */
  once(id: string, now: number): void;
  /** Something that it depends on has changed: soon, and again until clusters have taken it in. */
  changed(id: string, now: number): void;
  /** It depends on what can't be watched. */
  later(id: string, now: number): void;
  /** Whether a change is so recent that the cluster may not have taken it in. */
  isSettling(id: string, now: number): boolean;
  /** Those whose time has come; each is struck off for that time. */
  take(now: number): string[];
  /** When the next one's time comes. */
  next(): number | undefined;
}

/** Several changes that come together are looked at together. */
const QUIET_MS = 100;
const AT_MOST_MS = 300;
/** Authorizers and network plugins take in a change after us; a verdict of then may be of before. */
const AGAIN_MS = [300, 800, 2000, 5000];
const SETTLED_MS = 5000;
const POLL_MS = 4000;

export function createAgenda(): Agenda {
  const entries = new Map<string, { unseen?: number | undefined; times: number[] }>();
  const lastChange = new Map<string, number>();
  const entryOf = (id: string) => {
    const entry = entries.get(id) ?? { times: [] };
    entries.set(id, entry);
    return entry;
  };
  const soon = (id: string, now: number) => {
    const entry = entryOf(id);
    entry.unseen ??= now;
    return { entry, at: Math.min(now + QUIET_MS, entry.unseen + AT_MOST_MS) };
  };
  return {
    once(id, now) {
      const { entry, at } = soon(id, now);
      entry.times.push(at);
    },
    changed(id, now) {
      const { entry, at } = soon(id, now);
      entry.times = [at, ...AGAIN_MS.map((after) => now + after)];
      lastChange.set(id, now);
    },
    later(id, now) {
      const { times } = entryOf(id);
      // On the beat of a common clock, so that all of them are looked at in one go.
      const beat = (Math.floor(now / POLL_MS) + 1) * POLL_MS;
      if (!times.includes(beat)) times.push(beat);
    },
    isSettling: (id, now) => now < (lastChange.get(id) ?? -Infinity) + SETTLED_MS,
    take(now) {
      const due: string[] = [];
      for (const [id, entry] of entries) {
        const left = entry.times.filter((time) => time > now);
        if (left.length === entry.times.length) continue;
        entries.set(id, { times: left });
        due.push(id);
      }
      return due;
    },
    next() {
      const times = [...entries.values()].flatMap((entry) => entry.times);
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}
