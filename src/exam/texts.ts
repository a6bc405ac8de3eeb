import { SAMPLE_CLUSTER } from '../lab/cluster-values.ts';
import type { Values } from '../lab/template.ts';
import { table } from '../ui/table.ts';
import type { ExamRecord } from './record.ts';
import { type ExamView, type TaskView, timeText } from './view.ts';

/** What there is to know before the first task. */
export function rulesText(
  { title, minutes, passMark, seed, mode, tasks }: ExamView,
  access: ExamRecord['blueprint']['access'],
): string {
  const where =
    access === 'ssh'
      ? '`cka-lab exam shell` opens the machine that you work from. Each task names its host: go there\nwith `ssh`, and leave it with `exit` before the next task.'
      : '`cka-lab exam shell` opens a shell with kubectl. Each task names its context: begin with it.';
  return [
    title,
    `${tasks.length} tasks in ${timeText(minutes * 60)}; ${passMark} % of the points pass. Seed ${seed}.`,
    '',
    where,
    '`cka-lab exam next` and `cka-lab exam goto N` go to a task, `cka-lab exam flag` marks it to come',
    'back to, `cka-lab exam status` shows all tasks and the time that is left.',
    'The clock goes on whatever happens to this terminal. When the time is up, or with',
    '`cka-lab exam submit`, work ends and is graded as it stands.',
    mode === 'exam'
      ? 'There are no hints, solutions or grades before that.'
      : '`cka-lab exam hint`, `solution` and `grade` help while you work; the report notes the first two.',
  ].join('\n');
}

/** The tasks, by number and title alone. */
export function listText({ tasks }: ExamView): string {
  const rows = tasks.map(({ number, weight, title }) => [String(number), `${weight} %`, title]);
  return table(['TASK', 'WORTH', 'TITLE'], rows);
}

/** A task as it is read: what it is worth, where it is done, and its text. */
export function taskText(
  { tasks, phase }: Pick<ExamView, 'tasks' | 'phase'>,
  task: TaskView,
  access: ExamRecord['blueprint']['access'],
  text: string,
): string {
  const { number, weight, flagged, place, title } = task;
  const step = access === 'ssh' ? `ssh ${place}` : `kubectl config use-context ${place}`;
  const remark = phase === 'graded' ? undefined : REMARKS[task.state];
  return [
    `Task ${number} of ${tasks.length} · ${weight} %${flagged ? ' · flagged' : ''}`,
    '',
    `  ${step}`,
    ...(remark === undefined ? [] : [`  (${remark})`]),
    '',
    title,
    '',
    // The text's own heading says the title again.
    text.replace(/^# .*\n/, '').trim(),
  ].join('\n');
}

const REMARKS: Record<TaskView['state'], string | undefined> = {
  ready: undefined,
  'coming up': 'Its cluster is coming up. `cka-lab exam status` shows when it is ready.',
  lost: 'It was lost. `cka-lab exam status` says why, `cka-lab exam repair` rebuilds it.',
};

/**
 * What stands in a text for what only a cluster tells, as long as there is none. Paragraphs about an
 * upgrade stay out where its nodes can't be upgraded.
 */
export function valuesBefore(upgrade: boolean, folder: string | undefined): Values {
  const named = Object.keys(SAMPLE_CLUSTER).map((name) => [
    name,
    name.startsWith('upgrade-') && !upgrade ? '' : `<${name}>`,
  ]);
  return { ...Object.fromEntries(named), ...(folder === undefined ? {} : { files: folder }) };
}
