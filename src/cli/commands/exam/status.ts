import { EXIT } from '../../../errors.ts';
import { examOn } from '../../../exam/on.ts';
import { timeOf } from '../../../exam/uptime.ts';
import { statusText } from '../../../exam/view.ts';
import { examWorld } from '../../../exam/world.ts';
import { type Command, json } from '../../command.ts';
import { examBank, viewNow } from '../../on-exam.ts';

const status: Command<object> = async (context) => {
  const world = examWorld(context);
  const exam = await examOn(world);
  const view = exam && viewNow({ world, exam, bank: await examBank(exam), time: timeOf(context) });
  if (context.output === 'json') context.out(json(view ?? null));
  else if (view) context.out(statusText(view));
  else context.out('No exam is on. Start one with `cka-lab exam start`.');
  return EXIT.passed;
};

export default status;
