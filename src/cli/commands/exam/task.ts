import { EXIT } from '../../../errors.ts';
import { goTo, taskOf } from '../../../exam/navigate.ts';
import { updateExam } from '../../../exam/record.ts';
import type { Command } from '../../command.ts';
import { onExam, showTask } from '../../on-exam.ts';

/** Shows the current task; of another number, goes there. */
const task: Command<{ number?: number }> = async (context, { number }) => {
  const on = await onExam(context);
  const { number: chosen } = taskOf(on.exam, number);
  if (chosen === on.exam.current || on.exam.phase === 'graded') {
    await showTask(on, chosen);
    return EXIT.passed;
  }
  const exam = await updateExam(on.world, (exam) => goTo(exam, chosen, on.time()));
  await showTask({ ...on, exam }, chosen);
  return EXIT.passed;
};

export default task;
