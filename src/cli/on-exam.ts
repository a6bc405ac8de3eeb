import { requireExamOn } from '../exam/on.ts';
import { instanceOf } from '../exam/page.ts';
import type { ExamRecord } from '../exam/record.ts';
import { taskText } from '../exam/texts.ts';
import { type Time, timeOf } from '../exam/uptime.ts';
import { type ExamView, timeText, viewOf } from '../exam/view.ts';
import { examWorld } from '../exam/world.ts';
import { type Bank, loadBank } from '../lab/bank.ts';
import { builtInLabs, type CommandContext, json } from './command.ts';

/** The exam that is on, and what commands need to work with it. */
export interface OnExam {
  world: CommandContext;
  exam: ExamRecord;
  bank: Bank;
  time: Time;
}

/** Throws UsageError when there is no exam. */
export async function onExam(context: CommandContext): Promise<OnExam> {
  const world = examWorld(context);
  const exam = await requireExamOn(world);
  return { world, exam, bank: await examBank(exam), time: timeOf(context) };
}

/** The labs of an exam, from wherever they came. */
export function examBank({ folders, draw }: ExamRecord): Promise<Bank> {
  return loadBank(
    [builtInLabs, ...folders],
    draw.tasks.map(({ lab }) => lab),
  );
}

export function viewNow({ exam, bank, time }: OnExam): ExamView {
  return viewOf(exam, bank.labs, time());
}

/** Shows a task, and the time that is left. */
export async function showTask(on: OnExam, number: number): Promise<void> {
  const { world, exam, bank } = on;
  const view = viewNow(on);
  const task = view.tasks.find((one) => one.number === number);
  if (!task) throw new Error(`the exam has no task ${number}`);
  const { task: text } = await instanceOf(world, bank, exam, number);
  if (world.output === 'json') {
    world.out(json({ ...task, secondsLeft: view.secondsLeft, phase: view.phase, text }));
    return;
  }
  world.out(taskText(view, task, exam.blueprint.access, text));
  if (view.phase === 'running') world.err(`\n${timeText(view.secondsLeft)} left.`);
}
