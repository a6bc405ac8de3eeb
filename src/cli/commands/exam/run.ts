import path from 'node:path';
import { EXIT, UsageError } from '../../../errors.ts';
import { readAnswers } from '../../../exam/answers.ts';
import { examLabs } from '../../../exam/bank-digest.ts';
import { loadBlueprint } from '../../../exam/blueprint.ts';
import { drawExam } from '../../../exam/draw.ts';
import { runExam } from '../../../exam/run.ts';
import { keepExam, keepResult } from '../../../history/file.ts';
import { labFolders, loadBank } from '../../../lab/bank.ts';
import type { ExamReport } from '../../../report/exam-model.ts';
import { checkWritable, parseReports, writeReports } from '../../../report/forms.ts';
import { builtInLabs, type Command, type CommandContext, json } from '../../command.ts';

interface RunArgs {
  blueprint: string;
  answers: string;
  seed: string;
  report?: string[];
  answerMinutes?: number;
}

/** Takes a whole exam with answers from a folder, in the foreground. */
const run: Command<RunArgs> = async (context, args) => {
  const { answerMinutes: minutes } = args;
  if (minutes !== undefined && !(minutes > 0)) {
    throw new UsageError('--answer-minutes must be more than 0.', { next: 'Such as 5, or 0.5.' });
  }
  // All that can be wrong with the input shows before anything is begun.
  const wanted = parseReports(args.report ?? [], context);
  await checkWritable(wanted);
  const blueprint = await loadBlueprint(args.blueprint, context.cwd);
  const folders = context.labs.map((folder) => labFolders(path.resolve(context.cwd, folder)));
  const bank = await loadBank([builtInLabs, ...folders]);
  const draw = drawExam(blueprint, await examLabs(bank), args.seed);
  for (const { lab } of draw.tasks) bank.require(lab);
  const answers = await readAnswers(path.resolve(context.cwd, args.answers), bank, draw);

  const report = await runExam(context, bank, { blueprint, draw, folders, answers, minutes });
  await keepAll(context, report);
  if (context.output === 'json') context.out(json(report));
  else {
    const { examText } = await import('../../../report/exam-text.ts');
    context.out(examText(report, context.style));
  }
  const unwritten = await writeReports(context, report, wanted);
  if (unwritten) throw unwritten;
  if (report.percent === null) return EXIT.infrastructure;
  return report.passed ? EXIT.passed : EXIT.belowPassMark;
};

async function keepAll(context: CommandContext, report: ExamReport): Promise<void> {
  for (const { report: result, seconds } of report.tasks) {
    if (result) await keepResult(context, result, { exam: report.exam, seconds });
  }
  await keepExam(context, report);
}

export default run;
