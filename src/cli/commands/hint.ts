import { EXIT } from '../../errors.ts';
import { activeLab } from '../../session/active.ts';
import { labStore } from '../../session/record.ts';
import { bankWith, type Command, json } from '../command.ts';
import { hintText } from '../texts.ts';

/** One more hint each time; after the last one, all are told again. */
const hint: Command<{ lab?: string }> = async (context, args) => {
  const bank = await bankWith(context, args.lab);
  const { record, instance } = await activeLab(context, bank, args.lab);
  const { hints } = instance;
  const text = hints[record.hints];
  const used = Math.min(record.hints + 1, hints.length);
  if (text !== undefined) await labStore(context).put(record.lab, { ...record, hints: used });
  context.out(
    context.output === 'json'
      ? json({
          lab: record.lab,
          used,
          of: hints.length,
          hint: text ?? null,
          all: hints.slice(0, used),
        })
      : hintText(hints, record.hints),
  );
  return EXIT.passed;
};

export default hint;
