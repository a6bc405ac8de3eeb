import type { Lab } from '../lab/lab.ts';
import {
  totalsOf,
  VERIFIED_SCHEMA,
  type VerifiedLab,
  type VerifiedRun,
  type VerifyReport,
} from '../report/verified.ts';
import type { Job } from './jobs.ts';

/** A run that ended, and when, in milliseconds since the epoch. */
export interface Entry {
  run: VerifiedRun;
  ended: number;
}

/** The report, with the runs as lab.yaml has them, whenever each was played. */
export function reportOf(
  { tool, seeds }: Pick<VerifyReport, 'tool' | 'seeds'>,
  jobs: readonly Job[],
  entries: readonly Entry[],
  [began, now]: [number, number],
): VerifyReport {
  const byName = new Map(entries.map((entry) => [keyOf(entry.run), entry]));
  const sorted = jobs
    .flatMap(({ stretches }) => stretches)
    .flatMap(({ instance: { id, seed }, chain }) =>
      chain.flatMap(({ name }) => byName.get(keyOf({ lab: id, seed, run: name })) ?? []),
    );
  const labs = [...new Map(jobs.map(({ lab }) => [lab.id, lab])).values()];
  const runs = sorted.map(({ run }) => run);
  return {
    schema: VERIFIED_SCHEMA,
    tool,
    started: new Date(began).toISOString(),
    milliseconds: now - began,
    seeds,
    labs: labs.map((lab) => summary(lab, sorted)),
    runs,
    totals: totalsOf(runs),
  };
}

function summary({ id, title }: Lab, all: readonly Entry[]): VerifiedLab {
  const entries = all.filter(({ run }) => run.lab === id);
  const first = Math.min(...entries.map(({ run, ended }) => ended - run.milliseconds));
  const last = Math.max(...entries.map(({ ended }) => ended));
  return {
    lab: id,
    title,
    milliseconds: entries.length === 0 ? 0 : last - first,
    ...totalsOf(entries.map(({ run }) => run)),
  };
}

function keyOf({ lab, seed, run }: Pick<VerifiedRun, 'lab' | 'seed' | 'run'>): string {
  return [lab, seed, run].join(' ');
}
