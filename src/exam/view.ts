import { table } from '../ui/table.ts';
import { type Moment, remaining } from './clock.ts';
import { worthOf } from './draw.ts';
import { settle } from './navigate.ts';
import { placeName } from './place-name.ts';
import { type ExamRecord, taskIn } from './record.ts';

/** An exam as `cka-lab exam status` shows it: no more of a task than its title. */
export interface ExamView {
  exam: string;
  blueprint: string;
  title: string;
  mode: ExamRecord['mode'];
  seed: string;
  phase: ExamRecord['phase'];
  /** How long it lasts, and percent that pass. */
  minutes: number;
  passMark: number;
  secondsLeft: number;
  /** Number of the task that the learner is at. */
  current: number;
  tasks: TaskView[];
  /** Once it is graded; percent is null when a task could not be graded. */
  result: { percent: number | null; passed: boolean } | null;
}

export interface TaskView {
  number: number;
  title: string;
  /** Percent of the exam. */
  weight: number;
  state: 'coming up' | 'ready' | 'lost';
  /** Why it was lost. */
  why: string | null;
  /** The host, or the context, on which it is done. */
  place: string;
  flagged: boolean;
  /** Seconds that were spent on it. */
  seconds: number;
}

/** What is shown of a lab. */
export interface LabTitle {
  title: string;
  points: number;
}

export function viewOf(
  record: ExamRecord,
  labs: ReadonlyMap<string, LabTitle>,
  now: Moment,
): ExamView {
  const exam = structuredClone(record);
  settle(exam, now);
  const { blueprint, draw } = exam;
  const worth = worthOf(blueprint, draw.tasks, (lab) => labs.get(lab)?.points ?? 0);
  return {
    exam: exam.id,
    blueprint: blueprint.name,
    title: blueprint.title,
    mode: exam.mode,
    seed: draw.seed,
    phase: exam.phase,
    minutes: blueprint.minutes,
    passMark: blueprint.passMark,
    secondsLeft: secondsLeft(exam, now),
    current: exam.current,
    tasks: draw.tasks.map(({ number, lab, cluster }): TaskView => {
      const task = taskIn(exam, number);
      const isOpen = (exam.clusters[cluster]?.host ?? null) !== null;
      return {
        number,
        title: labs.get(lab)?.title ?? lab,
        weight: Math.round((worth.get(lab) ?? 0) * 10) / 10,
        state: stateOf(task?.state, isOpen),
        why: task?.state === 'lost' ? task.why : null,
        place: placeName(cluster),
        flagged: task?.flagged ?? false,
        seconds: task?.seconds ?? 0,
      };
    }),
    result: exam.report && { percent: exam.report.percent, passed: exam.report.passed },
  };
}

/** Of an exam whose work has ended: what was left then. */
function secondsLeft(exam: ExamRecord, now: Moment): number {
  const { clock, blueprint, endedBy } = exam;
  const at = endedBy === null ? now : (clock.at ?? now);
  return Math.floor(remaining(clock, blueprint.minutes, at) / 1000);
}

function stateOf(
  state: ExamRecord['tasks'][number]['state'] | undefined,
  isOpen: boolean,
): TaskView['state'] {
  if (state === 'lost') return 'lost';
  return state === 'ready' && isOpen ? 'ready' : 'coming up';
}

/** The view as it is read at a terminal. */
export function statusText(view: ExamView): string {
  const rows = view.tasks.map((task) => [
    task.number === view.current ? '>' : '',
    String(task.number),
    `${task.weight} %`,
    task.state,
    task.flagged ? 'flagged' : '',
    task.seconds === 0 ? '' : timeText(task.seconds),
    task.title,
  ]);
  const lost = view.tasks.filter(({ why }) => why !== null);
  return [
    `${view.title} (${view.mode} mode, seed ${view.seed})`,
    timeLine(view),
    '',
    table(['', 'TASK', 'WORTH', 'STATE', 'FLAG', 'TIME', 'TITLE'], rows),
    ...(lost.length > 0 ? [''] : []),
    ...lost.map(({ number, why }) => `Task ${number} was lost: ${why}`),
    ...(lost.length > 0 && view.phase !== 'graded'
      ? ['`cka-lab exam repair` rebuilds what was lost.']
      : []),
  ].join('\n');
}

function timeLine({ phase, secondsLeft, minutes, result }: ExamView): string {
  switch (phase) {
    case 'preparing':
      return `The clock has not begun: the first task is coming up. ${timeText(minutes * 60)} from then on.`;
    case 'running':
      return secondsLeft > 0 ? `${timeText(secondsLeft)} left.` : 'The time is up.';
    case 'closing':
      return 'Work has ended; it is being graded.';
    case 'graded':
      return `Graded: ${resultText(result)}. \`cka-lab exam result\` shows the report.`;
  }
}

function resultText(result: ExamView['result']): string {
  if (!result || result.percent === null)
    return 'without a score, since a task could not be graded';
  return `${result.percent} %, ${result.passed ? 'passed' : 'not passed'}`;
}

/** `1 h 5 min`, `12 min`, `4 min 10 s`, `9 s`: seconds only where they count. */
export function timeText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const parts = [
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    seconds < 600 && (seconds % 60 > 0 || seconds === 0) ? `${Math.floor(seconds % 60)} s` : '',
  ];
  return parts.filter(Boolean).join(' ');
}
