import type { Look } from './define.ts';
import { passed } from './verdict.ts';

/** Looks one after the other, each once the former has passed; the first failure counts. */
export function inOrder(...looks: [Look, ...Look[]]): Look {
  return async (facts) => {
    for (const look of looks) {
      const outcome = await look(facts);
      if (outcome.verdict === 'failed') return outcome;
    }
    return passed();
  };
}
