import type { Look } from './define.ts';
import { joined } from './verdict.ts';

/** All of these pass; what is wrong is told of each that does not. They look at the same time. */
export function every(...looks: [Look, ...Look[]]): Look {
  return async (facts) => {
    const outcomes = await Promise.all(looks.map((look) => look(facts)));
    return joined(outcomes);
  };
}
