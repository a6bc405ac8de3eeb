import { EXIT } from '../../errors.ts';
import { solutionText } from '../../lab/script.ts';
import { activeLab } from '../../session/active.ts';
import { labStore } from '../../session/record.ts';
import { bankWith, type Command, json } from '../command.ts';

const solution: Command<{ lab?: string }> = async (context, args) => {
  const bank = await bankWith(context, args.lab);
  const { record, instance } = await activeLab(context, bank, args.lab);
  const script = await solutionText(instance);
  await labStore(context).put(record.lab, { ...record, solutionSeen: true });
  context.out(context.output === 'json' ? json({ lab: record.lab, solution: script }) : script);
  return EXIT.passed;
};

export default solution;
