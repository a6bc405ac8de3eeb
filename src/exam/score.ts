import { toolVersion } from '../host/paths.ts';
import {
  EXAM_REPORT_SCHEMA,
  type ExamDomain,
  type ExamReport,
  type ExamTaskReport,
} from '../report/exam-model.ts';
import { DOMAINS, type Domain } from './blueprint.ts';
import { worthOf } from './draw.ts';
import { type ExamRecord, taskIn } from './record.ts';

/** What a report shows of a lab that has no result. */
export interface LabFacts {
  title: string;
  points: number;
}

/** Moments in milliseconds since the epoch. */
export interface Ending {
  /** Work ended. */
  ended: number;
  /** Grading began, and ended. */
  gradingBegan: number;
  graded: number;
}

/** Grading that begins sooner after the end of work is not late. */
const LATE_AFTER_S = 5;

/**
 * The report of an exam whose tasks were graded. Percent: of each domain's points what was reached,
 * by the domain's weight; none when any task has no score.
 */
export function examReport(
  exam: ExamRecord,
  labs: ReadonlyMap<string, LabFacts>,
  { ended, gradingBegan, graded }: Ending,
): ExamReport {
  const { blueprint, draw } = exam;
  const rows = draw.tasks.map((drawn) => {
    const task = taskIn(exam, drawn.number);
    const facts = labs.get(drawn.lab);
    const report = task?.report ?? null;
    const row: Omit<ExamTaskReport, 'weight' | 'domain'> & { domain: Domain } = {
      number: drawn.number,
      lab: drawn.lab,
      title: report?.title ?? facts?.title ?? drawn.lab,
      domain: drawn.domain,
      seed: drawn.seed,
      max: report?.max ?? facts?.points ?? 0,
      seconds: task?.seconds ?? 0,
      flagged: task?.flagged ?? false,
      report,
      error: errorOf(report, task?.why ?? null),
      answer: task?.answer ?? null,
    };
    return row;
  });
  const domains = DOMAINS.flatMap((domain): ExamDomain[] => {
    const own = rows.filter((row) => row.domain === domain);
    if (own.length === 0) return [];
    return [
      {
        domain,
        weight: blueprint.weights[domain] ?? 0,
        tasks: own.length,
        score: sumOf(own.map(({ report, error }) => (error === null ? report?.score : null))),
        max: own.reduce((sum, { max }) => sum + max, 0),
      },
    ];
  });
  const percent = percentOf(domains);
  const worth = worthOf(blueprint, rows, (id) => rows.find(({ lab }) => lab === id)?.max ?? 0);
  const late = Math.round((gradingBegan - ended) / 1000);
  return {
    schema: EXAM_REPORT_SCHEMA,
    tool: { name: 'cka-lab', version: toolVersion },
    exam: exam.id,
    blueprint: blueprint.name,
    title: blueprint.title,
    mode: exam.mode,
    form: exam.form,
    seed: draw.seed,
    algorithm: draw.algorithm,
    bank: draw.bank,
    minutes: blueprint.minutes,
    passMark: blueprint.passMark,
    started: exam.clock.begun ?? exam.created,
    ended: new Date(ended).toISOString(),
    graded: new Date(graded).toISOString(),
    endedBy: exam.endedBy ?? (exam.form === 'answers' ? 'answers' : 'submitted'),
    lateSeconds: late > LATE_AFTER_S ? late : 0,
    percent,
    passed: percent !== null && percent >= blueprint.passMark,
    domains,
    tasks: rows.map((row) => ({ ...row, weight: worth.get(row.lab) ?? 0 })),
    remarks: [...exam.remarks],
  };
}

/** Null as soon as one of the scores is not known. */
function sumOf(scores: readonly (number | null | undefined)[]): number | null {
  let sum = 0;
  for (const score of scores) {
    if (typeof score !== 'number') return null;
    sum += score;
  }
  return sum;
}

function percentOf(domains: readonly ExamDomain[]): number | null {
  let percent = 0;
  let weights = 0;
  for (const { weight, score, max } of domains) {
    if (score === null || max === 0) return null;
    percent += (weight * score) / max;
    weights += weight;
  }
  return weights === 0 ? null : tenths((percent * 100) / weights);
}

/** Rounded down: what is shown as the pass mark has passed. */
function tenths(percent: number): number {
  return Math.floor(percent * 10 + 1e-6) / 10;
}

function errorOf(report: ExamTaskReport['report'], why: string | null): string | null {
  if (why !== null) return why;
  if (!report) return 'it was not graded';
  if (report.graded) return null;
  const failed = report.checks.find(({ verdict }) => verdict === 'error');
  return `a check could not look: ${failed?.title ?? 'unknown'}${failed?.why ? ` (${failed.why})` : ''}`;
}
