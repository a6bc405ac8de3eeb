import { EXIT, UsageError } from '../../errors.ts';
import { historyFile, readHistory } from '../../history/file.ts';
import { statistics } from '../../history/statistics.ts';
import { statisticsText } from '../../history/text.ts';
import { bankOf, type Command, json } from '../command.ts';

const stats: Command<{ since?: string }> = async (context, args) => {
  const since = args.since === undefined ? undefined : startOf(args.since);
  const [bank, { lines, skipped }] = await Promise.all([bankOf(context), readHistory(context)]);
  if (skipped > 0) {
    const left = skipped === 1 ? 'One line was' : `${skipped} lines were`;
    context.err(`${left} left out that can't be read in ${historyFile(context)}.`);
  }
  const found = statistics(lines, bank.labs, context.now(), since);
  context.out(context.output === 'json' ? json(found) : statisticsText(found, context.style));
  return EXIT.passed;
};

/** The first moment of a day here, in milliseconds since the epoch. Throws UsageError. */
function startOf(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const start = new Date(year, month - 1, date);
  const exists = start.getMonth() === month - 1 && start.getDate() === date;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !exists) {
    throw new UsageError(`--since needs a day, not "${day}".`, {
      next: 'Write it as year, month and day: --since 2026-01-31.',
    });
  }
  return start.getTime();
}

export default stats;
