import { EXIT } from '../../errors.ts';
import { seconds } from '../../ui/progress.ts';
import { table } from '../../ui/table.ts';
import { type VerifiedRun, verifyLab } from '../../verify/verify.ts';
import { bankOf, type Command, json } from '../command.ts';

interface VerifyArgs {
  lab?: string[];
  seed?: string;
}

/** Three variants: the first with every run, the others untouched and solved. */
const DEFAULT_SEEDS = '1,2,3';

const verify: Command<VerifyArgs> = async (context, { lab = [], seed = DEFAULT_SEEDS }) => {
  const bank = await bankOf(context);
  const ids = lab.length > 0 ? lab : [...bank.labs.keys()];
  const runs: VerifiedRun[] = [];
  for (const id of ids)
    runs.push(...(await verifyLab(context, bank, { lab: id, seeds: seed.split(',') })));
  const different = runs.filter(({ ok }) => !ok);
  if (context.output === 'json') {
    context.out(json({ runs }));
  } else {
    const rows = runs.map((run) => [
      run.ok ? '✔' : '✖',
      run.lab,
      run.seed,
      run.run,
      seconds(run.milliseconds),
      run.expected,
      run.ok ? 'as expected' : run.actual,
    ]);
    context.out(table(['', 'LAB', 'SEED', 'RUN', 'TIME', 'EXPECTED', 'ACTUAL'], rows));
    context.out(
      `${runs.length - different.length} runs as expected, ${different.length} different.`,
    );
  }
  return different.length === 0 ? EXIT.passed : EXIT.belowPassMark;
};

export default verify;
