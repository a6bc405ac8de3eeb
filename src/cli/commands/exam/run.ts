import path from 'node:path';
import { UsageError } from '../../../errors.ts';
import { readAnswers } from '../../../exam/answers.ts';
import { loadBlueprint } from '../../../exam/blueprint.ts';
import { drawFrom } from '../../../exam/draw-from.ts';
import { keepResults } from '../../../exam/keeping.ts';
import { runExam } from '../../../exam/run.ts';
import { wantedReports } from '../../../report/forms.ts';
import { type Command, givenFolders, namedBankOf } from '../../command.ts';
import { showReport } from '../../exam-result.ts';

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
  const wanted = await wantedReports(args.report ?? [], context);
  const blueprint = await loadBlueprint(args.blueprint, context.cwd);
  const folders = givenFolders(context);
  const bank = await namedBankOf(context);
  const draw = await drawFrom(bank, blueprint, args.seed);
  const answers = await readAnswers(path.resolve(context.cwd, args.answers), bank, draw);

  const report = await runExam(context, bank, { blueprint, draw, folders, answers, minutes });
  await keepResults(context, report);
  return showReport(context, report, wanted);
};

export default run;
