import path from 'node:path';
import { EXIT, UsageError } from '../../errors.ts';
import { examLabs } from '../../exam/bank-digest.ts';
import { blueprintFile, blueprintNames, isPath } from '../../exam/blueprint.ts';
import { lintBlueprint, neighbourFindings } from '../../exam/lint.ts';
import { renderFinding } from '../../lab/lint.ts';
import { lintLabs } from '../../session/lint.ts';
import { inOrder } from '../../yaml/finding.ts';
import { bankOf, type Command, json } from '../command.ts';

const lint: Command<{ lab?: string[] }> = async (context, { lab: words = [] }) => {
  const ids = words.filter((word) => !isPath(word));
  const bank = await bankOf(context);
  const known = bank.sources.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UsageError(`There is no lab "${unknown}".`, { next: 'See `cka-lab list`.' });
  }
  const all = words.length === 0;
  const files = all
    ? (await blueprintNames()).map(blueprintFile)
    : words.filter(isPath).map((file) => path.resolve(context.cwd, file));
  const ofBlueprints = await lintBlueprints(bank, files);
  const ofLabs = [...(await lintLabs(bank)), ...neighbourFindings(bank)];
  const findings = inOrder([
    ...ofLabs.filter(({ lab }) => all || ids.includes(lab)),
    ...ofBlueprints,
  ]);
  if (context.output === 'json') context.out(json({ findings }));
  else if (findings.length === 0) {
    const labs = counted(all ? known.length : ids.length, 'lab');
    const counts = [...labs, ...counted(files.length, 'blueprint')];
    context.out(`${counts.join(' and ')}, no findings.`);
  } else context.out(findings.map((finding) => renderFinding(finding, context.cwd)).join('\n'));
  return findings.length > 0 ? EXIT.belowPassMark : EXIT.passed;
};

async function lintBlueprints(bank: Awaited<ReturnType<typeof bankOf>>, files: readonly string[]) {
  if (files.length === 0) return [];
  const labs = await examLabs(bank);
  return (await Promise.all(files.map((file) => lintBlueprint(file, labs)))).flat();
}

function counted(count: number, what: string): string[] {
  if (count === 0) return [];
  return [`${count} ${what}${count === 1 ? '' : 's'}`];
}

export default lint;
