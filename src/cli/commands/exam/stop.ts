import { EXIT, UsageError } from '../../../errors.ts';
import { readExam } from '../../../exam/record.ts';
import { stopExam } from '../../../exam/remove.ts';
import { examWorld } from '../../../exam/world.ts';
import { type Command, json } from '../../command.ts';

/** Ends an exam without a grade. */
const stop: Command<object> = async (context) => {
  const world = examWorld(context);
  const exam = await readExam(world);
  if (!exam) {
    throw new UsageError('No exam is on.', { next: 'Start one with `cka-lab exam start`.' });
  }
  const [question, refusal] =
    exam.phase === 'graded'
      ? ['Remove the exam and its report?', 'The exam and its report stay.']
      : ['End the exam without a grade? All that was done in it is lost.', 'The exam goes on.'];
  if (!(await context.confirm(question))) {
    throw new UsageError(refusal, {
      next: 'Agree when you are asked, or type `cka-lab exam stop --yes`.',
    });
  }
  await stopExam(world, exam);
  context.out(context.output === 'json' ? json({ exam: exam.id }) : 'The exam has ended.');
  return EXIT.passed;
};

export default stop;
