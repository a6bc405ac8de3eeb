import { EXIT } from '../../errors.ts';
import { activeLab } from '../../session/active.ts';
import { bankWith, type Command, json } from '../command.ts';
import { taskText } from '../texts.ts';

const task: Command<{ lab?: string }> = async (context, args) => {
  const bank = await bankWith(context, args.lab);
  const { record, instance } = await activeLab(context, bank, args.lab);
  const { lab, seed, part } = record;
  context.out(
    context.output === 'json'
      ? json({
          lab,
          seed,
          part,
          title: instance.lab.title,
          points: instance.lab.points,
          task: instance.task,
        })
      : taskText(instance, part),
  );
  return EXIT.passed;
};

export default task;
