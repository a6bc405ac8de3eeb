import { EXIT } from '../errors.ts';
import type { ExamRecord } from '../exam/record.ts';
import { untilGraded } from '../exam/submit.ts';
import type { ExamReport } from '../report/exam-model.ts';
import { type WantedReport, writeReports } from '../report/forms.ts';
import { type CommandContext, json } from './command.ts';

/** Shows the report of an exam whose work has ended, once it is there; returns the exit code. */
export async function showResult(
  world: CommandContext,
  exam: ExamRecord,
  wanted: readonly WantedReport[],
): Promise<number> {
  return showReport(world, exam.report ?? (await untilGraded(world, exam)), wanted);
}

/** Shows a report, and writes it as was asked for; returns the exit code. */
export async function showReport(
  context: CommandContext,
  report: ExamReport,
  wanted: readonly WantedReport[],
): Promise<number> {
  if (context.output === 'json') context.out(json(report));
  else {
    const { examText } = await import('../report/exam-text.ts');
    context.out(examText(report, context.style));
  }
  const unwritten = await writeReports(context, report, wanted);
  if (unwritten) throw unwritten;
  if (report.percent === null) return EXIT.infrastructure;
  return report.passed ? EXIT.passed : EXIT.belowPassMark;
}
