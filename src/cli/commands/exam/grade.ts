import { EXIT, UsageError } from '../../../errors.ts';
import { gradeTask } from '../../../exam/grade.ts';
import { taskOf } from '../../../exam/navigate.ts';
import { requireHelp, requireWork } from '../../../exam/on.ts';
import { drawnTask } from '../../../exam/seeded.ts';
import { takeTaskFiles } from '../../../exam/task-files.ts';
import type { LabReport } from '../../../report/model.ts';
import { reportText } from '../../../report/text.ts';
import { type Command, json } from '../../command.ts';
import { type OnExam, onExam } from '../../on-exam.ts';

/** The result of one task: as it is now, or as it was graded at the end. */
const grade: Command<{ number?: number }> = async (context, args) => {
  const on = await onExam(context);
  requireHelp(on.exam, 'grades');
  const { number } = taskOf(on.exam, args.number);
  const report = on.exam.report ? asGraded(on, number) : await asItIs(on, number);
  context.out(context.output === 'json' ? json(report) : reportText(report, context.style));
  if (!report.graded) return EXIT.infrastructure;
  return report.passed ? EXIT.passed : EXIT.belowPassMark;
};

async function asItIs({ world, exam, bank }: OnExam, number: number): Promise<LabReport> {
  requireWork(exam);
  return world.progress.step(`Grading task ${number}`, async () => {
    await takeTaskFiles(world, bank, exam, drawnTask(exam, number));
    return gradeTask(world, bank, exam, number);
  });
}

function asGraded({ exam }: OnExam, number: number): LabReport {
  const task = exam.report?.tasks.find((one) => one.number === number);
  if (task?.report) return task.report;
  throw new UsageError(`Task ${number} was not graded: ${task?.error ?? 'there is no report'}.`);
}

export default grade;
