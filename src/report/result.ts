import { seconds } from '../ui/progress.ts';
import { cleaned } from './clean.ts';
import type { ExamDomain, ExamReport, ExamTaskReport } from './exam-model.ts';
import type { LabReport, ReportedCheck } from './model.ts';

/** Both kinds of report as one, fit to be shown: a lab alone is like an exam of one task. */
export interface Result {
  kind: 'exam' | 'lab';
  title: string;
  tool: string;
  seed: string;
  /** What it was, and when, in the order to be read. */
  facts: readonly Fact[];
  /** The same where there is room. */
  moreFacts: readonly Fact[];
  /** ISO 8601 */
  started: string;
  passMark: number;
  /** Null when something could not be graded. */
  percent: number | null;
  passed: boolean;
  domains: readonly ExamDomain[];
  tasks: readonly ExamTaskReport[];
  remarks: readonly string[];
}

export interface Fact {
  name: string;
  value: string;
}

const ENDED_BY = {
  submitted: 'submitted',
  deadline: 'time ran out',
  answers: 'all answers were tried',
} as const;

export function resultOf(report: ExamReport | LabReport): Result {
  return 'tasks' in report ? ofExam(cleaned(report)) : ofLab(cleaned(report));
}

function ofExam(report: ExamReport): Result {
  const { title, seed, started, passMark, domains, tasks } = report;
  // Nothing turns an error into a score, whoever made the report.
  const graded = tasks.every((task) => scoreOf(task) !== null);
  return {
    kind: 'exam',
    title,
    tool: `cka-lab ${report.tool.version}`,
    seed,
    facts: [
      { name: 'Blueprint', value: `${report.blueprint}, ${report.minutes} minutes` },
      { name: 'Seed', value: seed },
      { name: 'Mode', value: report.mode },
      { name: 'Began', value: minuteOf(started) },
      { name: 'Ended', value: `${minuteOf(report.ended)}, ${ENDED_BY[report.endedBy]}` },
    ],
    moreFacts: [
      { name: 'Graded', value: minuteOf(report.graded) },
      { name: 'Exam', value: report.exam },
      { name: 'Bank', value: `${report.bank.slice(0, 12)}, drawn by version ${report.algorithm}` },
    ],
    started,
    passMark,
    percent: graded ? report.percent : null,
    passed: graded && report.passed,
    domains,
    tasks,
    remarks: [...late(report), ...report.remarks],
  };
}

function late({ lateSeconds }: ExamReport): string[] {
  if (lateSeconds === 0) return [];
  return [`Grading was late: it began ${timeText(lateSeconds)} after the work had ended.`];
}

function ofLab(report: LabReport): Result {
  const { lab, title, domain, seed, started, ended, score, max, passMark, passed } = report;
  const { name, kubernetes } = report.cluster;
  const time = (Date.parse(ended) - Date.parse(started)) / 1000;
  const task: ExamTaskReport = {
    number: 1,
    lab,
    title,
    domain,
    seed,
    weight: 100,
    max,
    seconds: Math.max(0, Math.round(time)),
    flagged: false,
    report,
    error: null,
    answer: null,
  };
  return {
    kind: 'lab',
    title,
    tool: `cka-lab ${report.tool.version}`,
    seed,
    facts: [
      { name: 'Lab', value: report.part === null ? lab : `${lab}, part ${report.part}` },
      { name: 'Seed', value: seed },
      { name: 'Mode', value: report.mode },
      { name: 'Cluster', value: `${name}, Kubernetes ${kubernetes}` },
      { name: 'Started', value: minuteOf(started) },
      { name: 'Graded', value: minuteOf(ended) },
    ],
    moreFacts: [],
    started,
    passMark,
    percent: score === null ? null : percentOf(score, max),
    passed,
    domains: [{ domain, weight: 100, tasks: 1, score, max }],
    tasks: [task],
    remarks: [],
  };
}

/** Whole seconds in words: `0 s`, `3 min 5 s`. */
export function timeText(time: number): string {
  return time < 60 ? `${Math.round(time)} s` : seconds(time * 1000);
}

/** `2026-01-01 10:00 UTC` */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

function percentOf(score: number, max: number): number {
  return max === 0 ? 0 : (score * 100) / max;
}

/** Rounded down, so that what is shown as the pass mark has reached it; at most one decimal. */
export function percentText(percent: number): string {
  // Sums of fractions of a percent are off by less than this.
  return `${Math.floor(percent * 10 + 1e-6) / 10} %`;
}

/** A share of points in whole percent, rounded down; nothing where there is none. */
export function shareText(score: number | null, max: number): string {
  return score === null ? '' : `${Math.floor(percentOf(score, max))} %`;
}

/** The points of a task; null when it could not be graded. */
export function scoreOf(task: ExamTaskReport): number | null {
  return task.error === null ? (task.report?.score ?? null) : null;
}

export function pointsText(score: number | null, max: number): string {
  return score === null ? `not graded (${max})` : `${score} of ${max}`;
}

/** The checks of a task, and as one more what kept the whole task from being graded. */
export function casesOf(task: ExamTaskReport): readonly ReportedCheck[] {
  const checks = task.report?.checks ?? [];
  if (scoreOf(task) !== null || checks.some(({ verdict }) => verdict === 'error')) return checks;
  const why = task.error ?? 'There is no result.';
  const points = task.report === null ? task.max : 0;
  const wordless = { part: null, expected: null, actual: null } as const;
  return [
    ...checks,
    { ...wordless, id: 'graded', kind: 'check', verdict: 'error', points, why, title: 'Grading' },
  ];
}

/** `passed`: full points; `failed`: fewer; `error`: not graded. */
export function outcomeOf(task: ExamTaskReport): 'passed' | 'failed' | 'error' {
  const score = scoreOf(task);
  if (score === null) return 'error';
  return score === task.max ? 'passed' : 'failed';
}

/** The result in a sentence. */
export function verdictText(result: Result): string {
  const { kind, percent, passMark, passed, tasks } = result;
  const [task] = tasks;
  if (percent === null) {
    const numbers = tasks.filter((each) => scoreOf(each) === null).map(({ number }) => number);
    const what = kind === 'lab' ? 'a check could not look' : inWords(numbers);
    return `Not graded: ${what}. That is not your mistake; no score is written.`;
  }
  const score = kind === 'lab' && task ? scoreOf(task) : null;
  const points =
    task && score !== null ? `${score} of ${task.max} (${shareText(score, task.max)})` : '';
  const mark = `pass mark ${passMark} %: ${passed ? 'passed' : 'not passed'}.`;
  return `Score: ${points || percentText(percent)}, ${mark}`;
}

function inWords(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'no task gives points';
  const list = new Intl.ListFormat('en').format(numbers.map(String));
  return `${numbers.length === 1 ? 'task' : 'tasks'} ${list} could not be graded`;
}

/** What to know of one task besides its checks. */
export function taskRemarks(task: ExamTaskReport): string[] {
  const { report, error, answer } = task;
  // Else the reason stands among the cases.
  const besides = report?.checks.some(({ verdict }) => verdict === 'error') ?? false;
  return [
    ...(error !== null && besides ? [`No score: ${error}`] : []),
    ...(answer === null ? [] : [`Answer: ${answer}`]),
    ...(report === null ? [] : [...gateRemarks(report), ...helpRemarks(report)]),
  ];
}

/** Names each gate that voids points. */
export function gateRemarks({ checks, parts }: LabReport): string[] {
  return checks
    .filter(({ kind, verdict }) => kind === 'gate' && verdict === 'failed')
    .map(({ id, part }) => {
      const of = parts.find((candidate) => candidate.id === part);
      return `The gate '${id}' failed, so no points${of ? ` of '${of.title}'` : ''} count.`;
    });
}

export function helpRemarks({ hints, solutionSeen }: LabReport): string[] {
  return [
    ...(hints > 0 ? [`Hints used: ${hints}.`] : []),
    ...(solutionSeen ? ['The solution was shown.'] : []),
  ];
}
