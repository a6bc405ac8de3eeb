import { converging } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { missing } from './existence.ts';
import { inWords, phraseOf, type Rule, requestsOf } from './rule.ts';
import { identityOf, type Subject } from './subject.ts';

/** The subject may do all of this, by whatever roles and bindings. */
export function may(subject: Subject, rules: readonly Rule[]): Look {
  return async (facts) =>
    (await missing(facts, subject)) ?? converging(facts, () => allAllowed(facts, subject, rules));
}

async function allAllowed(
  facts: Facts,
  subject: Subject,
  rules: readonly Rule[],
): Promise<Outcome> {
  const requests = rules.flatMap(requestsOf);
  if (requests.length === 0)
    throw new Error('may() was given no rules: it would pass for nothing.');
  const who = identityOf(subject);
  const rulings = await Promise.all(requests.map((request) => facts.reviews.ask(who, request)));
  const denied = requests.filter((_, index) => !rulings[index]?.allowed);
  if (denied.length === 0) return passed();
  const reasons = new Set(rulings.filter(({ allowed }) => !allowed).map(({ reason }) => reason));
  const why = [...reasons].filter(Boolean).join('; ');
  return failed({
    expected: `${subject.name} may ${inWords(requests.map(phraseOf))}`,
    actual:
      denied.length === requests.length
        ? 'denied: all of it'
        : `denied: ${inWords(denied.map(phraseOf))}`,
    ...(why ? { why } : {}),
  });
}
