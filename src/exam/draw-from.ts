import type { Bank } from '../lab/bank.ts';
import { examLabs } from './bank-digest.ts';
import type { Blueprint } from './blueprint.ts';
import { type Draw, drawExam } from './draw.ts';

/**
 * Draws an exam from a bank. Throws UsageError as drawExam does, and where a lab that was drawn has
 * mistakes.
 */
export async function drawFrom(bank: Bank, blueprint: Blueprint, seed: string): Promise<Draw> {
  const draw = drawExam(blueprint, await examLabs(bank), seed);
  for (const { lab } of draw.tasks) bank.require(lab);
  return draw;
}
