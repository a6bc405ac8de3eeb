import { EXIT } from '../../errors.ts';
import { keepResult } from '../../history/file.ts';
import { reportText } from '../../report/text.ts';
import { activeLab } from '../../session/active.ts';
import { grade } from '../../session/grade.ts';
import { bankWith, type Command, json } from '../command.ts';

const gradeCommand: Command<{ lab?: string }> = async (context, { lab }) => {
  const active = await activeLab(context, await bankWith(context, lab), lab);
  const report = await context.progress.step(`Grading ${active.record.lab}`, () =>
    grade(context, active),
  );
  await keepResult(context, report);
  context.out(context.output === 'json' ? json(report) : reportText(report, context.style));
  if (!report.graded) return EXIT.infrastructure;
  return report.passed ? EXIT.passed : EXIT.belowPassMark;
};

export default gradeCommand;
