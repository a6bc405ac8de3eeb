import { EXIT } from '../../errors.ts';
import { resetLab } from '../../session/reset.ts';
import { bankWith, type Command, json } from '../command.ts';

const reset: Command<{ lab?: string }> = async (context, args) => {
  const bank = await bankWith(context, args.lab);
  const record = await resetLab(context, bank, args.lab);
  const { lab, seed } = record;
  context.out(
    context.output === 'json'
      ? json({ lab, seed })
      : `The lab ${lab} is back at its start, with seed ${seed}.`,
  );
  return EXIT.passed;
};

export default reset;
