import type { Bank } from '../lab/bank.ts';
import { conflicts } from '../lab/conflicts.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import type { LabFinding } from '../lab/lint.ts';
import { atKey } from '../lab/rules/rule.ts';
import type { Finding } from '../yaml/finding.ts';
import { didYouMean } from '../yaml/nearest.ts';
import { findingAt } from '../yaml/source.ts';
import type { ExamLab } from './bank-digest.ts';
import { readBlueprint } from './blueprint.ts';
import { tryDraw } from './draw.ts';
import { kindOf } from './layout.ts';
import { unfilledText } from './unfilled.ts';

const SEEDS = Array.from({ length: 10 }, (_, index) => String(index + 1));

/** All that is wrong with a blueprint, and what keeps exams from being drawn by it. */
export async function lintBlueprint(file: string, labs: readonly ExamLab[]): Promise<Finding[]> {
  const { value, findings, document, source } = await readBlueprint(file);
  if (!value || findings.length > 0) return findings;
  const report = (path: readonly PropertyKey[], message: string) =>
    findingAt(file, document?.at(path) ?? source.at(0), message);
  const tags = new Set(labs.flatMap(({ lab }) => lab.tags));
  const unknown = value.draw.tags.flatMap((tag, index) =>
    tags.has(tag)
      ? []
      : [report(['draw', 'tags', index], `no lab has the tag ${tag}${didYouMean(tag, tags)}`)],
  );
  if (unknown.length > 0) return unknown;
  for (const seed of SEEDS) {
    const drawn = tryDraw(value, labs, seed);
    if (!('unfilled' in drawn)) continue;
    return drawn.unfilled.map((one) =>
      report(['weights', one.domain], `with seed ${seed}, ${unfilledText(one)}`),
    );
  }
  return [];
}

/**
 * Labs that could share a cluster in an exam, were it not that one of them can be drawn so that
 * every variant of the other has something of the same name. What labs say that they change is no
 * mistake: it only keeps them apart.
 */
export function neighbourFindings(bank: Pick<Bank, 'labs' | 'sources'>): LabFinding[] {
  const labs = [...bank.labs.values()].filter(({ scope }) => scope === 'api');
  const variants = labs.map((lab) => SEEDS.map((seed) => claimsOf(instantiate(lab, seed))));
  return labs.flatMap((lab, index) =>
    labs.slice(0, index).flatMap((other, before): LabFinding[] => {
      if (kindOf(lab) !== kindOf(other)) return [];
      const why = alwaysMeets(variants[before] ?? [], variants[index] ?? []);
      const source = bank.sources.find(({ dir }) => dir === lab.dir);
      if (why === undefined || !source) return [];
      const message = `in an exam it can't be on one cluster with ${other.id}: ${why}`;
      return [{ ...atKey({ source }, ['owns'], message, 'warning'), lab: lab.id }];
    }),
  );
}

type Claims = Parameters<typeof conflicts>[0];

function claimsOf({ id, owns, lab }: LabInstance): Claims {
  return { id, owns, lab: { scope: lab.scope, changes: [] } };
}

/** What every variant of one lab has in common with some variant of the other. */
function alwaysMeets(some: readonly Claims[], others: readonly Claims[]): string | undefined {
  return some
    .map((one) => others.map((other) => conflicts(one, other)))
    .find((all) => all.every((why) => why !== undefined))
    ?.at(0);
}
