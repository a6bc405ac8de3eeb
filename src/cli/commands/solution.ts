import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EXIT } from '../../errors.ts';
import { renderScript } from '../../lab/script.ts';
import { activeLab } from '../../session/active.ts';
import { labStore } from '../../session/record.ts';
import { bankWith, type Command, json } from '../command.ts';

const solution: Command<{ lab?: string }> = async (context, args) => {
  const bank = await bankWith(context, args.lab);
  const { record, instance } = await activeLab(context, bank, args.lab);
  const file = path.join(instance.lab.dir, instance.lab.solution);
  const script = renderScript(await readFile(file, 'utf8'), instance);
  await labStore(context).put(record.lab, { ...record, solutionSeen: true });
  context.out(context.output === 'json' ? json({ lab: record.lab, solution: script }) : script);
  return EXIT.passed;
};

export default solution;
