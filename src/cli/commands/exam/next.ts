import { UsageError } from '../../../errors.ts';
import { nextNumber } from '../../../exam/navigate.ts';
import { requireWork } from '../../../exam/on.ts';
import { readExam } from '../../../exam/record.ts';
import { examWorld } from '../../../exam/world.ts';
import type { Command } from '../../command.ts';
import task from './task.ts';

const next: Command<object> = async (context) => {
  const exam = await readExam(examWorld(context));
  if (!exam) return task(context, {});
  requireWork(exam);
  const number = nextNumber(exam);
  if (number === undefined) {
    throw new UsageError(`Task ${exam.current} is the last one.`, {
      next: 'Go back with `cka-lab exam goto N`, or end the exam with `cka-lab exam submit`.',
    });
  }
  return task(context, { number });
};

export default next;
