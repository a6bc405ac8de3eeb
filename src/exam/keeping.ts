import type { Context } from '../context.ts';
import { keepExam, keepResult, readHistory } from '../history/file.ts';
import { pause } from '../host/pause.ts';
import { until } from '../host/until.ts';
import type { Bank } from '../lab/bank.ts';
import type { ExamReport } from '../report/exam-model.ts';
import { together } from '../session/apart.ts';
import { freeze, hold, thaw } from './freeze.ts';
import { gradeExam } from './grade.ts';
import type { Keeping } from './keeper.ts';
import { newOpening, openCluster } from './open.ts';
import { provision } from './provision.ts';
import { readExam, updateExam } from './record.ts';
import { removeExam } from './remove.ts';
import { takeFiles } from './task-files.ts';
import { timeOf } from './uptime.ts';

/** What the keeper of the exam in this world works with. */
export function keepingOf(world: Context, bank: Bank): Keeping {
  const opening = newOpening();
  return {
    time: timeOf(world),
    read: () => readExam(world),
    update: (change) => updateExam(world, change),
    pause: (milliseconds, signal) =>
      pause(milliseconds, signal ? AbortSignal.any([world.signal, signal]) : world.signal),
    note: (text) => world.progress.note(text),
    async provision(signal) {
      await provision(until(world, signal), bank);
    },
    open: (key, signal) => openCluster(until(world, signal), bank, key, opening),
    freeze: (exam) => freeze(world, exam),
    hold: (exam) => hold(world, exam),
    async grade(exam, ended) {
      await thaw(world, exam);
      await takeFiles(world, bank, exam);
      await gradeExam(world, bank, { ended });
    },
    keep: async ({ report }) => {
      if (report) await keepResults(together(world), report);
    },
    async remove(exam) {
      await removeExam(world, exam);
    },
  };
}

/** Adds an exam's results to the user's history, each once however often this is done. */
export async function keepResults(context: Context, report: ExamReport): Promise<void> {
  const { lines } = await readHistory(context);
  const own = lines.filter(({ exam }) => exam === report.exam);
  for (const { lab, seconds, report: result } of report.tasks) {
    if (!result || own.some((line) => line.kind === 'lab' && line.lab === lab)) continue;
    await keepResult(context, result, { exam: report.exam, seconds });
  }
  if (!own.some(({ kind }) => kind === 'exam')) await keepExam(context, report);
}
