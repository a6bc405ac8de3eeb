import { EXIT } from '../../errors.ts';
import { keepResult } from '../../history/file.ts';
import { wantedReports, writeReports } from '../../report/forms.ts';
import { reportText } from '../../report/text.ts';
import { activeLab } from '../../session/active.ts';
import { grade } from '../../session/grade.ts';
import { labHostStore } from '../../session/lab-host.ts';
import { bankWith, type Command, json } from '../command.ts';

interface GradeArgs {
  lab?: string;
  report?: string[];
}

const gradeCommand: Command<GradeArgs> = async (context, { lab, report: reports = [] }) => {
  const wanted = await wantedReports(reports, context);
  const active = await activeLab(context, await bankWith(context, lab), lab);
  const report = await context.progress.step(`Grading ${active.record.lab}`, async () => {
    if (await labHostStore(context).get(active.record.lab)) {
      const { shareFiles } = await import('../../exam/host/lab-host.ts');
      await shareFiles(context, active);
    }
    return grade(context, active);
  });
  await keepResult(context, report);
  context.out(context.output === 'json' ? json(report) : reportText(report, context.style));
  const unwritten = await writeReports(context, report, wanted);
  if (unwritten) throw unwritten;
  if (!report.graded) return EXIT.infrastructure;
  return report.passed ? EXIT.passed : EXIT.belowPassMark;
};

export default gradeCommand;
