import { EXIT, UsageError } from '../../../errors.ts';
import { requireWork } from '../../../exam/on.ts';
import { planRepair, repairExam } from '../../../exam/repair.ts';
import { type Command, json } from '../../command.ts';
import { onExam } from '../../on-exam.ts';

/** Makes anew what an exam has lost, or one task with its cluster. */
const repair: Command<{ number?: number }> = async (context, { number }) => {
  const { world, exam, bank } = await onExam(context);
  requireWork(exam);
  const plan = await planRepair(world, bank, exam, number);
  const { tasks, loses } = plan;
  if (tasks.length === 0) {
    context.out(context.output === 'json' ? json(plan) : 'Nothing is lost.');
    return EXIT.passed;
  }
  if (loses.length > 0) {
    const question = `${tasksText(loses)} will be as at the start: work on it is lost. Go on?`;
    if (!(await context.confirm(question))) {
      throw new UsageError(`Nothing was done: ${tasksText(loses)} would lose what you did.`, {
        next: 'Say --yes to agree.',
      });
    }
  }
  const after = await repairExam(world, bank, plan);
  const lost = after.tasks.filter((task) => tasks.includes(task.number) && task.state === 'lost');
  if (context.output === 'json') {
    context.out(
      json({ ...plan, lost: lost.map(({ number: one, why }) => ({ number: one, why })) }),
    );
  } else {
    const made = tasks.filter((one) => !lost.some((task) => task.number === one));
    if (made.length > 0) context.out(`${tasksText(made)} can be worked on again.`);
    for (const { number: one, why } of lost) context.out(`Task ${one} is lost: ${why}`);
  }
  return lost.length > 0 ? EXIT.infrastructure : EXIT.passed;
};

function tasksText(numbers: readonly number[]): string {
  const list = [numbers.slice(0, -1).join(', '), String(numbers.at(-1))].filter(Boolean);
  return `${numbers.length === 1 ? 'Task' : 'Tasks'} ${list.join(' and ')}`;
}

export default repair;
