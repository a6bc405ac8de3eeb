import { EXIT, UsageError } from '../../errors.ts';
import { verifiedJunit } from '../../report/junit.ts';
import type { VerifyReport } from '../../report/verified.ts';
import { verifiedText } from '../../report/verified-text.ts';
import { labsChangedSince } from '../../verify/changed.ts';
import { verifyLabs } from '../../verify/verify.ts';
import { bankOf, type Command, type CommandContext, json } from '../command.ts';

interface VerifyArgs {
  lab?: string[];
  seed?: string;
  changed?: string;
  short?: string;
  clusters?: number;
}

/** Three variants: the first with every run, the others untouched and solved. */
const DEFAULT_SEEDS = '1,2,3';

const verify: Command<VerifyArgs> = async (context, { lab = [], ...args }) => {
  const bank = await bankOf(context);
  const named = lab.length > 0 ? [...new Set(lab)] : [...bank.labs.keys(), ...bank.broken];
  // One with mistakes is told before anything is begun.
  for (const id of named) bank.require(id);
  const labs =
    args.changed === undefined ? named : await changedOf(context, bank, named, args.changed);
  const seeds = [...new Set((args.seed ?? DEFAULT_SEEDS).split(','))];
  const { clusters } = args;
  const short = args.short?.split(',') ?? [];
  for (const id of short) bank.require(id);
  if (clusters !== undefined && !(clusters >= 1)) {
    throw new UsageError('--clusters must be a number from 1 on.');
  }
  const report = await verifyLabs(context, bank, { labs, seeds, short, clusters });
  context.out(textOf(context, report));
  if (report.totals.error > 0) return EXIT.infrastructure;
  return report.totals.different > 0 ? EXIT.belowPassMark : EXIT.passed;
};

async function changedOf(
  context: CommandContext,
  bank: Awaited<ReturnType<typeof bankOf>>,
  named: readonly string[],
  base: string,
): Promise<string[]> {
  const changed = await labsChangedSince(context, bank, base);
  const chosen = named.filter((id) => changed.has(id));
  for (const id of chosen) context.err(`${id}: ${changed.get(id)} changed since ${base}.`);
  if (chosen.length === 0) context.err(`No change since ${base} can affect these labs.`);
  return chosen;
}

function textOf(context: CommandContext, report: VerifyReport): string {
  switch (context.output) {
    case 'json':
      return json(report);
    case 'junit':
      return verifiedJunit(report);
    case 'text':
      return verifiedText(report, context.style);
  }
}

export default verify;
