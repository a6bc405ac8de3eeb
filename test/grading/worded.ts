import type { Outcome } from '../../src/grading/verdict.ts';
import { differencesText } from '../../src/report/differences-text.ts';

/** An outcome with its differences in words, as reports have them. */
export function worded(outcome: Outcome): Outcome & { actual?: string } {
  if (outcome.verdict === 'passed' || !outcome.differences) return outcome;
  const { differences, actual, ...rest } = outcome;
  const texts = [...(actual === undefined ? [] : [actual]), differencesText(differences)];
  return { ...rest, actual: texts.join('; ') };
}
