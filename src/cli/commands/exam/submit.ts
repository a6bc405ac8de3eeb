import { UsageError } from '../../../errors.ts';
import { requireBegun, submitExam, unfinished } from '../../../exam/submit.ts';
import { wantedReports } from '../../../report/forms.ts';
import type { Command } from '../../command.ts';
import { showResult } from '../../exam-result.ts';
import { onExam } from '../../on-exam.ts';

/** Ends work on the exam, and shows its result. */
const submit: Command<{ report?: string[] }> = async (context, { report = [] }) => {
  const wanted = await wantedReports(report, context);
  const { world, exam, time } = await onExam(context);
  requireBegun(exam);
  const remark = unfinished(exam);
  if (remark !== undefined) context.err(remark);
  if (
    !(await context.confirm('End the exam and have it graded? Nothing can be changed after that.'))
  ) {
    throw new UsageError('The exam was not submitted.', {
      next: 'Agree when you are asked, or type `cka-lab exam submit --yes`.',
    });
  }
  return showResult(world, await submitExam(world, time), wanted);
};

export default submit;
