import { labSchema } from '../lab/schema.ts';
import { type Attempt, attemptsOf, byTime, type KnownLabs } from './attempts.ts';
import type { HistoryExam, HistoryLine } from './line.ts';
import { type Suggestion, suggest } from './suggest.ts';

/** Version of the JSON form; a change that breaks a reader raises it. */
export const STATISTICS_SCHEMA = 1;

/** The last three attempts against the ones before; null when there are none before. */
export type Trend = 'better' | 'steady' | 'worse' | null;

export interface LabStatistics {
  lab: string;
  title: string;
  /** Attempts at one part alone are apart from those at the whole lab. */
  part: string | null;
  domain: string | null;
  attempts: number;
  /** Percent, rounded down. */
  best: number;
  last: number;
  /** The last attempt passed. */
  passed: boolean;
  trend: Trend;
  /** ISO 8601: when the last attempt was graded; and how long was worked on it. */
  ended: string;
  seconds: number;
}

export interface DomainStatistics {
  domain: string;
  /** Mean of the last results of its labs, rounded down; null when none was tried. */
  percent: number | null;
  attempts: number;
  /** Labs of the bank: all, with a result, passed at the last attempt. */
  labs: number;
  tried: number;
  passed: number;
  trend: Trend;
}

/** What a history shows. The weakest stands first, of labs and of domains. */
export interface Statistics {
  schema: typeof STATISTICS_SCHEMA;
  /** ISO 8601: only results from then on are counted; null: all. */
  since: string | null;
  labs: LabStatistics[];
  domains: DomainStatistics[];
  /** By time. */
  exams: HistoryExam[];
  /** What to practise next, by the whole history. */
  next: Suggestion[];
}

/** `now` and `since` in milliseconds since the epoch. */
export function statistics(
  lines: readonly HistoryLine[],
  labs: KnownLabs,
  now: number,
  since?: number,
): Statistics {
  const counted = lines.filter(({ ended }) => Date.parse(ended) >= (since ?? 0));
  const attempts = attemptsOf(counted, labs);
  const all = attemptsOf(lines, labs);
  return {
    schema: STATISTICS_SCHEMA,
    since: since === undefined ? null : new Date(since).toISOString(),
    labs: labStatistics(attempts),
    domains: domainStatistics(attempts, labs),
    exams: examsOf(counted),
    next: suggest(all, domainStatistics(all, labs), labs, now),
  };
}

function labStatistics(attempts: readonly Attempt[]): LabStatistics[] {
  const groups = Map.groupBy(attempts, ({ lab, part }) => JSON.stringify([lab, part]));
  return [...groups.values()]
    .flatMap((group): LabStatistics[] => {
      const last = group.at(-1);
      if (!last) return [];
      const { lab, title, part, domain, percent, passed, ended, seconds } = last;
      const best = Math.max(...group.map((attempt) => attempt.percent));
      const counted = { attempts: group.length, best, last: percent, trend: trendOf(group) };
      return [{ lab, title, part, domain, ...counted, passed, ended, seconds }];
    })
    .sort(
      (a, b) => a.last - b.last || compare(a.lab, b.lab) || compare(a.part ?? '', b.part ?? ''),
    );
}

function domainStatistics(attempts: readonly Attempt[], labs: KnownLabs): DomainStatistics[] {
  return labSchema.shape.domain.options
    .map((domain): DomainStatistics => {
      const inBank = [...labs.values()].filter((lab) => lab.domain === domain);
      const here = attempts.filter((attempt) => attempt.domain === domain);
      const results = labStatistics(here);
      const whole = results.filter(({ lab, part }) => part === null && labs.has(lab));
      return {
        domain,
        percent: results.length === 0 ? null : Math.floor(mean(results.map(({ last }) => last))),
        attempts: here.length,
        labs: inBank.length,
        tried: whole.length,
        passed: whole.filter(({ passed }) => passed).length,
        trend: trendOf(here),
      };
    })
    .filter(({ labs, attempts }) => labs + attempts > 0)
    .sort((a, b) => (a.percent ?? -1) - (b.percent ?? -1));
}

/** An exam whose grading was interrupted and done again was taken once. */
function examsOf(lines: readonly HistoryLine[]): HistoryExam[] {
  const exams = lines.filter((line) => line.kind === 'exam');
  return [...new Map(exams.map((exam) => [exam.exam, exam])).values()].sort(byTime);
}

const RECENT = 3;
/** Percent by which results must differ to say that they do. */
const NOTICEABLE = 5;

function trendOf(attempts: readonly Attempt[]): Trend {
  const percents = attempts.map(({ percent }) => percent);
  if (percents.length <= RECENT) return null;
  const change = mean(percents.slice(-RECENT)) - mean(percents.slice(0, -RECENT));
  if (Math.abs(change) < NOTICEABLE) return 'steady';
  return change > 0 ? 'better' : 'worse';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
