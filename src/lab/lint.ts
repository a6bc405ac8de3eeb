import { type Finding, inOrder } from '../yaml/finding.ts';

export { renderFinding } from '../yaml/finding.ts';

import type { Bank } from './bank.ts';
import { SAMPLE_CLUSTER } from './cluster-values.ts';
import { instantiate, type LabInstance } from './instance.ts';
import type { Lab } from './lab.ts';
import { folderFindings, subjectOf } from './rules/all.ts';
import { completenessFindings } from './rules/completeness.ts';
import { type GraderView, graderFindings, graderMissing } from './rules/grader.ts';

export interface LintHelp {
  /** Imports a lab's grader and says what it checks. Throws when it can't. */
  checksOf(lab: Lab, instance: LabInstance): Promise<GraderView>;
  /** The topologies that labs may name. */
  clusters: ReadonlyMap<string, { readonly nodes: readonly { readonly name: string }[] }>;
}

export interface LabFinding extends Finding {
  /** Id of the lab in which it was found. */
  lab: string;
}

/** All that is wrong with the labs of a bank, sorted by place. */
export async function lint(bank: Pick<Bank, 'sources'>, help: LintHelp): Promise<LabFinding[]> {
  // Reads shell scripts, which a lab that is started need not wait for.
  const { programsAreInImages } = await import('./rules/programs.ts');
  const findings = await Promise.all(
    bank.sources.map(async (source) => {
      const subject = subjectOf(source);
      const grader = source.lab && (await look(source.lab, help));
      const seen = grader && 'checks' in grader ? grader : undefined;
      const found = [
        ...folderFindings(subject),
        ...programsAreInImages(subject),
        ...completenessFindings(subject, help.clusters, seen?.parametersUsed),
        ...(seen ? graderFindings(subject, seen) : []),
        ...(grader && 'problem' in grader ? graderMissing(subject, grader.problem) : []),
      ];
      return found.map((finding) => ({ ...finding, lab: source.id }));
    }),
  );
  return inOrder(findings.flat());
}

async function look(lab: Lab, { checksOf }: LintHelp): Promise<GraderView | { problem: unknown }> {
  try {
    return await checksOf(lab, instantiate(lab, 'lint', SAMPLE_CLUSTER));
  } catch (problem) {
    return { problem };
  }
}
