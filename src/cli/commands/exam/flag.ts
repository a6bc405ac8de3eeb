import { EXIT } from '../../../errors.ts';
import { toggleFlag } from '../../../exam/navigate.ts';
import { requireWork } from '../../../exam/on.ts';
import { updateExam } from '../../../exam/record.ts';
import { type Command, json } from '../../command.ts';
import { onExam } from '../../on-exam.ts';

const flag: Command<{ number?: number }> = async (context, args) => {
  const { world } = await onExam(context);
  let changed: { number: number; flagged: boolean } | undefined;
  await updateExam(world, (exam) => {
    requireWork(exam);
    changed = toggleFlag(exam, args.number);
  });
  if (!changed) return EXIT.passed;
  const { number, flagged } = changed;
  context.out(
    context.output === 'json'
      ? json({ number, flagged })
      : `Task ${number} is ${flagged ? 'flagged' : 'no longer flagged'}.`,
  );
  return EXIT.passed;
};

export default flag;
