import type { Look } from './define.ts';
import { failed, type Outcome, passed } from './verdict.ts';

/** All of these pass; what is wrong is told of each that does not. They look at the same time. */
export function every(...looks: [Look, ...Look[]]): Look {
  return async (facts) => {
    const outcomes = await Promise.all(looks.map((look) => look(facts)));
    const wrong = outcomes.flatMap((outcome) => (outcome.verdict === 'failed' ? [outcome] : []));
    const [first] = wrong;
    if (!first) return passed();
    const why = wrong.map((outcome) => outcome.why).find((text) => text !== undefined);
    return failed({
      expected: told(wrong, 'expected'),
      actual: told(wrong, 'actual'),
      ...(why === undefined ? {} : { why }),
    });
  };
}

function told(
  outcomes: readonly Extract<Outcome, { verdict: 'failed' }>[],
  side: 'expected' | 'actual',
): string {
  return [...new Set(outcomes.map((outcome) => outcome[side]))].join('; ');
}
