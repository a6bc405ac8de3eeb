import { EXIT, UsageError } from '../../errors.ts';
import { renderFinding } from '../../lab/lint.ts';
import { lintLabs } from '../../session/lint.ts';
import { bankOf, type Command, json } from '../command.ts';

const lint: Command<{ lab?: string[] }> = async (context, { lab: ids = [] }) => {
  const bank = await bankOf(context);
  const known = bank.sources.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UsageError(`There is no lab "${unknown}".`, { next: 'See `cka-lab list`.' });
  }
  const findings = (await lintLabs(bank)).filter(
    ({ lab }) => ids.length === 0 || ids.includes(lab),
  );
  const count = ids.length || known.length;
  if (context.output === 'json') context.out(json({ findings }));
  else if (findings.length === 0)
    context.out(`${count} ${count === 1 ? 'lab' : 'labs'}, no findings.`);
  else context.out(findings.map((finding) => renderFinding(finding, context.cwd)).join('\n'));
  return findings.length > 0 ? EXIT.belowPassMark : EXIT.passed;
};

export default lint;
