import { EXIT } from '../../../errors.ts';
import { taskOf } from '../../../exam/navigate.ts';
import { requireHelp } from '../../../exam/on.ts';
import { instanceOf } from '../../../exam/page.ts';
import { updateExam } from '../../../exam/record.ts';
import { type Command, json } from '../../command.ts';
import { onExam } from '../../on-exam.ts';
import { hintList, hintText } from '../../texts.ts';

/** One more hint each time; after the last one, and once the exam is graded, all of them. */
const hint: Command<{ number?: number }> = async (context, args) => {
  const { world, exam, bank } = await onExam(context);
  requireHelp(exam, 'hints');
  const { number, hints: before } = taskOf(exam, args.number);
  const { hints } = await instanceOf(world, bank, exam, number);
  const isOver = exam.phase === 'graded';
  const used = isOver ? hints.length : Math.min(before + 1, hints.length);
  // What is read after the end is no help.
  if (!isOver) {
    await updateExam(world, (exam) => {
      taskOf(exam, number).hints = used;
    });
  }
  if (context.output === 'json') {
    const next = isOver ? null : (hints[before] ?? null);
    context.out(
      json({ task: number, used, of: hints.length, hint: next, all: hints.slice(0, used) }),
    );
  } else {
    context.out(isOver && hints.length > 0 ? hintList(hints) : hintText(hints, before));
  }
  return EXIT.passed;
};

export default hint;
