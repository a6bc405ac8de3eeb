import { EXIT } from '../../../errors.ts';
import { asKeeper, firstWords } from '../../../exam/keep.ts';
import { keepExam } from '../../../exam/keeper.ts';
import { keepingOf } from '../../../exam/keeping.ts';
import { readExam } from '../../../exam/record.ts';
import { examWorld } from '../../../exam/world.ts';
import { until } from '../../../host/until.ts';
import type { Command } from '../../command.ts';
import { examBank } from '../../on-exam.ts';

/** The timekeeper of the exam that is on; started in the background by other commands. */
const keep: Command<object> = async (context) => {
  const world = examWorld(context);
  await asKeeper(world, async (signal) => {
    context.err(firstWords(new Date(context.now()).toISOString()));
    const exam = await readExam(world);
    if (exam) await keepExam(keepingOf(until(world, signal), await examBank(exam)));
  });
  return EXIT.passed;
};

export default keep;
