import { UsageError } from '../../../errors.ts';
import { wantedReports } from '../../../report/forms.ts';
import type { Command } from '../../command.ts';
import { showResult } from '../../exam-result.ts';
import { onExam } from '../../on-exam.ts';

/** The report of an exam that has ended; waits for one that is being graded. */
const result: Command<{ report?: string[] }> = async (context, { report = [] }) => {
  const wanted = await wantedReports(report, context);
  const { world, exam } = await onExam(context);
  const isOver = exam.phase === 'graded' || exam.phase === 'closing' || exam.endedBy !== null;
  if (isOver) return showResult(world, exam, wanted);
  throw new UsageError('There is no result before the exam has ended.', {
    next: 'End it with `cka-lab exam submit`; `cka-lab exam status` shows the time that is left.',
  });
};

export default result;
