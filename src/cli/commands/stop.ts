import { EXIT, UsageError } from '../../errors.ts';
import { activeRecord } from '../../session/active.ts';
import { stopAll, stopLab } from '../../session/end.ts';
import { labStore } from '../../session/record.ts';
import { bankOf, type Command, json } from '../command.ts';

const stop: Command<{ lab?: string; all: boolean }> = async (context, { lab, all }) => {
  const bank = await bankOf(context);
  if (all && lab !== undefined) {
    throw new UsageError('--all stops every lab; leave the name out.');
  }
  if (all) {
    const clusters = await stopAll(context, bank);
    const text =
      clusters.length > 0 ? `Deleted: ${clusters.join(', ')}.` : 'There was nothing to stop.';
    context.out(context.output === 'json' ? json({ clusters }) : text);
    return EXIT.passed;
  }
  const interrupted = lab !== undefined && (await labStore(context).get(lab));
  const { lab: id } = interrupted || (await activeRecord(context, lab));
  await stopLab(context, bank, id);
  context.out(
    context.output === 'json'
      ? json({ lab: id })
      : `The lab ${id} has ended. A shared cluster stays for the next lab; \`cka-lab stop --all\` deletes it.`,
  );
  return EXIT.passed;
};

export default stop;
