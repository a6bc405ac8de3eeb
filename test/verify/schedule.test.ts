import { describe, expect, test } from 'vitest';
import type { Limits, Need } from '../../src/verify/next.ts';
import { type Places, schedule } from '../../src/verify/schedule.ts';

interface Job {
  name: string;
  need?: Partial<Need>;
  /** Names of jobs that it must not meet. */
  against?: string[];
  work?: (alone: () => boolean) => Promise<boolean> | boolean;
}

const LIMITS: Limits = { places: 2, perPlace: 2, memory: 100 };
const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
const shared = (name: string, more: Partial<Job> = {}): Job => ({ name, ...more });
const fresh = (name: string, more: Partial<Job> = {}): Job => ({
  name,
  need: { as: 'fresh' },
  ...more,
});
const alone = (name: string, more: Partial<Job> = {}): Job => ({
  name,
  need: { as: 'alone' },
  ...more,
});

/** Plays the schedule and notes what happened, and what went on or was there together. */
function playground(kept: string[] = [], kind = 'duo') {
  const log: string[] = [];
  const on = new Map<string, string[]>();
  const most = { places: 0, perPlace: 0, there: kept.length };
  let made = 0;
  let there = kept.length;
  const places: Places<Job, string> = {
    kept: kept.map((place) => ({ kind, memory: 10, place })),
    needOf: ({ need }) => ({ kind: 'duo', as: 'shared', memory: 10, ...need }),
    mayMeet: (a, b) => !a.against?.includes(b.name) && !b.against?.includes(a.name),
    async make() {
      made += 1;
      there += 1;
      most.there = Math.max(most.there, there);
      const place = `p${made}`;
      log.push(`make ${place}`);
      await tick();
      return place;
    },
    async work(job, place, isAlone) {
      const here = [...(on.get(place) ?? []), job.name];
      on.set(place, here);
      most.places = Math.max(most.places, on.size);
      most.perPlace = Math.max(most.perPlace, here.length);
      log.push(`${job.name} in ${place}${here.length > 1 ? ` beside ${here.at(-2)}` : ''}`);
      await tick();
      try {
        return (await job.work?.(isAlone)) ?? job.need?.as !== 'fresh';
      } finally {
        const left = (on.get(place) ?? []).filter((name) => name !== job.name);
        if (left.length > 0) on.set(place, left);
        else on.delete(place);
      }
    },
    failed: ({ name }, error) => void log.push(`${name} failed: ${(error as Error).message}`),
    async remove(place) {
      log.push(`remove ${place}`);
      await tick();
      there -= 1;
    },
  };
  const play = (jobs: Job[], limits: Partial<Limits> = {}) =>
    schedule(jobs, places, { ...LIMITS, ...limits });
  return { log, most, places, play };
}

describe('work that shares a place', () => {
  test('goes on side by side, so much at once', async () => {
    const { log, most, play } = playground();
    expect(await play([shared('a'), shared('b'), shared('c')])).toEqual(['p1']);
    expect(log).toEqual(['make p1', 'a in p1', 'b in p1 beside a', 'c in p1 beside b']);
    expect(most).toMatchObject({ places: 1, perPlace: 2 });
  });

  test('does not meet what it must not meet', async () => {
    const { log, play } = playground();
    await play([shared('a'), shared('b', { against: ['a'] }), shared('c')]);
    expect(log).toEqual(['make p1', 'a in p1', 'c in p1 beside a', 'b in p1 beside c']);
  });

  test('takes a place that is there already', async () => {
    const { log, play } = playground(['old']);
    expect(await play([shared('a')])).toEqual(['old']);
    expect(log).toEqual(['a in old']);
  });

  test('is alone when nobody is there and nobody can come', async () => {
    const seen: [string, boolean][] = [];
    const { play } = playground();
    const look = (name: string) =>
      shared(name, { work: (isAlone) => seen.push([name, isAlone()]) > 0 });
    await play([look('a'), look('b'), look('c')]);
    expect(seen).toEqual([
      ['a', false],
      ['b', false],
      ['c', true],
    ]);
  });

  test('is not alone while another may come, though it must not meet this one', async () => {
    const seen: boolean[] = [];
    const { play } = playground();
    await play([
      shared('a', { work: (isAlone) => seen.push(isAlone()) > 0 }),
      shared('b', { against: ['a'] }),
    ]);
    expect(seen).toEqual([false]);
  });
});

describe('work that needs a place to itself', () => {
  test('has it, and leaves it to the next', async () => {
    const { log, most, play } = playground();
    expect(await play([alone('a'), alone('b')], { places: 1 })).toEqual(['p1']);
    expect(log).toEqual(['make p1', 'a in p1', 'b in p1']);
    expect(most.perPlace).toBe(1);
  });

  test('never meets work that shares', async () => {
    const { log, most, play } = playground();
    await play([alone('a'), shared('b')]);
    expect(log).toContain('b in p2');
    expect(most).toMatchObject({ places: 2, perPlace: 1 });
  });
});

describe('work that needs a fresh place', () => {
  test('gets one each, which is removed, in no more places than there may be', async () => {
    const { log, most, play } = playground();
    expect(await play([fresh('a'), fresh('b'), fresh('c')])).toEqual([]);
    expect(log.filter((line) => line.startsWith('make'))).toHaveLength(3);
    expect(log.filter((line) => line.startsWith('remove'))).toEqual([
      'remove p1',
      'remove p2',
      'remove p3',
    ]);
    expect(most).toEqual({ places: 2, perPlace: 1, there: 2 });
  });

  test('waits for memory, and takes it from a place where nobody is', async () => {
    const { log, most, play } = playground(['old']);
    await play([fresh('a'), fresh('b')], { memory: 15 });
    expect(log).toEqual([
      'remove old',
      'make p1',
      'a in p1',
      'remove p1',
      'make p2',
      'b in p2',
      'remove p2',
    ]);
    expect(most.places).toBe(1);
  });

  test('gets one place though it takes more than there is', async () => {
    const { log, play } = playground();
    await play([fresh('a')], { memory: 5 });
    expect(log).toContain('a in p1');
  });

  test('goes on beside work that shares another place', async () => {
    const { most, play } = playground();
    await play([shared('a'), shared('b'), fresh('c')]);
    expect(most).toMatchObject({ places: 2, perPlace: 2 });
  });
});

describe('of places there are no more than may be', () => {
  test('one where nobody is goes before another is made', async () => {
    const { log, most, play } = playground(['old', 'older'], 'single');
    const work = async () => {
      for (let count = 0; count < 20; count += 1) await tick();
      return true;
    };
    await play([alone('a', { work }), alone('b', { work })]);
    expect(log).toContain('remove old');
    expect(log).toContain('remove older');
    expect(most).toMatchObject({ places: 2, there: 2 });
  });

  test('those of an earlier time go when they are too many, needless ones first', async () => {
    const { log, places, play } = playground(['x', 'y', 'z'], 'single');
    places.kept = places.kept.map((one) => (one.place === 'x' ? { ...one, kind: 'duo' } : one));
    await play([shared('a')], { places: 1 });
    expect(log.toSorted()).toEqual(['a in x', 'remove y', 'remove z']);
  });

  test('one that is there is used before another is made, whatever comes first', async () => {
    const { log, play } = playground(['old']);
    const single = alone('a', { need: { as: 'alone', kind: 'single' } });
    await play([single, alone('b'), fresh('c'), alone('d')], { places: 1 });
    expect(log.filter((line) => !line.startsWith('make'))).toEqual([
      'b in old',
      'd in old',
      'remove old',
      'a in p1',
      'remove p1',
      'c in p2',
      'remove p2',
    ]);
  });
});

describe('work that spreads', () => {
  const part = (name: string, ...against: string[]) =>
    shared(name, { need: { as: 'shared', spread: true }, against });

  test('takes a further place, which others share then', async () => {
    const { log, most, play } = playground();
    const jobs = [part('a1', 'a2'), part('a2', 'a1'), shared('b'), shared('c')];
    expect(await play(jobs)).toEqual(['p1', 'p2']);
    expect(log).toEqual([
      'make p1',
      'make p2',
      'a1 in p1',
      'b in p1 beside a1',
      'a2 in p2',
      'c in p2 beside a2',
    ]);
    expect(most).toMatchObject({ places: 2, perPlace: 2 });
  });

  test('leaves it to work that can be nowhere else', async () => {
    const { log, play } = playground();
    await play([part('a1', 'a2'), part('a2', 'a1'), alone('b')]);
    expect(log).toContain('b in p2');
    expect(log).toContain('a2 in p1');
  });

  test('waits where there may be one place only', async () => {
    const { log, play } = playground();
    await play([part('a1', 'a2'), part('a2', 'a1')], { places: 1 });
    expect(log).toEqual(['make p1', 'a1 in p1', 'a2 in p1']);
  });
});

describe('when something goes wrong', () => {
  test('a place that is not fit for more is removed, and another is made', async () => {
    const { log, play } = playground();
    expect(await play([shared('a', { work: () => false }), shared('b')], { perPlace: 1 })).toEqual([
      'p2',
    ]);
    expect(log).toEqual(['make p1', 'a in p1', 'remove p1', 'make p2', 'b in p2']);
  });

  test('a place that can not be made fails the work that waits for it; the rest goes on', async () => {
    const { log, places, play } = playground();
    const make = places.make;
    let first = true;
    places.make = async (job) => {
      if (!first) return make(job);
      first = false;
      throw new Error('no memory');
    };
    await play([shared('a'), shared('b'), fresh('c')]);
    expect(log).toContain('a failed: no memory');
    expect(log).toContain('b failed: no memory');
    expect(log).toContain('c in p1');
    expect(log).not.toContain('remove undefined');
  });

  test('an interruption begins nothing more, waits for the rest and leaves no place', async () => {
    const { log, play } = playground();
    let ended = false;
    const jobs = [
      fresh('a', {
        work: () => {
          throw new Error('interrupted');
        },
      }),
      fresh('b', {
        async work() {
          await tick();
          await tick();
          ended = true;
          return false;
        },
      }),
      fresh('c'),
    ];
    await expect(play(jobs)).rejects.toThrow('interrupted');
    expect(ended).toBe(true);
    expect(log.filter((line) => line.startsWith('c '))).toEqual([]);
    expect(log.filter((line) => line.startsWith('remove')).sort()).toEqual([
      'remove p1',
      'remove p2',
    ]);
  });
});
