import { EXIT } from '../../../errors.ts';
import { taskOf } from '../../../exam/navigate.ts';
import { requireHelp } from '../../../exam/on.ts';
import { instanceOf } from '../../../exam/page.ts';
import { updateExam } from '../../../exam/record.ts';
import { solutionText } from '../../../lab/script.ts';
import { type Command, json } from '../../command.ts';
import { onExam } from '../../on-exam.ts';

const solution: Command<{ number?: number }> = async (context, args) => {
  const { world, exam, bank } = await onExam(context);
  requireHelp(exam, 'solutions');
  const { number } = taskOf(exam, args.number);
  const instance = await instanceOf(world, bank, exam, number);
  const script = await solutionText(instance);
  if (exam.phase !== 'graded') {
    await updateExam(world, (exam) => {
      taskOf(exam, number).solutionSeen = true;
    });
  }
  context.out(context.output === 'json' ? json({ task: number, solution: script }) : script);
  return EXIT.passed;
};

export default solution;
