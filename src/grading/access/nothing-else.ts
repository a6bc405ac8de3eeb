import type { Identity, ResourceRule, RuleSet } from '../../kube/reviews.ts';
import { converging } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { covers, coversPath, names } from './coverage.ts';
import { missing } from './existence.ts';
import { type Place, type Right, rightsOf } from './rights.ts';
import { inWords, type Rule } from './rule.ts';
import { INVENTED, identityOf, type Subject } from './subject.ts';
import { everyRequest } from './sweep.ts';
import { worldOf } from './world.ts';

const MOST_NAMED = 5;
const AT_ONCE = 100;

/**
 * The subject may do these things at most: no other verb, resource, subresource or name, in no
 * other namespace, and nothing of the cluster, beside what any account could do at the lab's
 * start. Says nothing of whether it may do them: see `may`.
 */
export function mayNothingElse(subject: Subject, rules: readonly Rule[]): Look {
  return async (facts) =>
    (await missing(facts, subject)) ?? converging(facts, () => nothingElse(facts, subject, rules));
}

async function nothingElse(
  facts: Facts,
  subject: Subject,
  rules: readonly Rule[],
): Promise<Outcome> {
  const who = identityOf(subject);
  const world = worldOf(await facts.resources());
  const namespaces = (await facts.list('Namespace')).map(({ metadata }) => metadata.name).sort();
  const [everywhere, ...inside] = await Promise.all(
    [INVENTED.namespace, ...namespaces].map((namespace) => facts.reviews.rules(who, namespace)),
  );
  const found = [
    ...rightsOf(everywhere as RuleSet, 'everywhere', world),
    ...namespaces.flatMap((namespace, index) =>
      rightsOf(without(inside[index], everywhere), { namespace }, world),
    ),
  ];
  const complete = [everywhere, ...inside].every((set) => set?.complete);
  const candidates = complete
    ? found
    : [...found, ...everyRequest(world, placesOf(subject, rules), rules)];
  const surplus = candidates.filter((right) => !isDue(right, rules, facts));
  const confirmed = await allowed(facts, who, distinct(surplus));
  if (confirmed.length === 0) return passed();
  return failed({
    expected: `${subject.name} may do nothing else`,
    actual: `it may also ${inWords(
      confirmed.map(({ phrase }) => phrase),
      MOST_NAMED,
    )}`,
  });
}

/** A namespace's rules less those that count everywhere. */
function without(set: RuleSet | undefined, everywhere: RuleSet | undefined): RuleSet {
  const known = new Set(everywhere?.resourceRules.map((rule) => JSON.stringify(rule)));
  const resourceRules = (set?.resourceRules ?? []).filter(
    (rule) => !known.has(JSON.stringify(rule)),
  );
  return { resourceRules, pathRules: [], complete: set?.complete ?? false };
}

/** Whether the task grants it, or any account had it when the lab started. */
function isDue({ request }: Right, rules: readonly Rule[], facts: Facts): boolean {
  const { everywhere, namespaces } = facts.recorded.fresh;
  if ('path' in request) return coversPath(everywhere.pathRules, request);
  const { namespace } = request;
  const due: ResourceRule[] = [
    ...everywhere.resourceRules,
    ...((namespace === undefined ? undefined : namespaces[namespace])?.resourceRules ?? []),
  ];
  return names(rules, request) || covers(due, request);
}

function placesOf(subject: Subject, rules: readonly Rule[]): Place[] {
  const named = [
    ...('namespace' in subject ? [subject.namespace] : []),
    ...rules.map(({ namespace }) => namespace),
  ].filter((namespace) => namespace !== undefined);
  return ['everywhere', ...[...new Set(named)].map((namespace) => ({ namespace }))];
}

function distinct(rights: readonly Right[]): Right[] {
  return [...new Map(rights.map((right) => [JSON.stringify(right.request), right])).values()];
}

/**
 * The authorizer has the last word on each. Stops after the first hundred that hold an allowed
 * one: enough to fail.
 */
async function allowed(facts: Facts, who: Identity, rights: readonly Right[]): Promise<Right[]> {
  for (let start = 0; start < rights.length; start += AT_ONCE) {
    const confirmed = await allowedOf(facts, who, rights.slice(start, start + AT_ONCE));
    // What any account had at the start is not known: then it is what any account has now.
    const known = facts.recorded.fresh.everywhere.complete;
    const common = known ? [] : await allowedOf(facts, ANYBODY, confirmed);
    const own = confirmed.filter((right) => !common.includes(right));
    if (own.length > 0) return own;
  }
  return [];
}

const ANYBODY = identityOf({
  kind: 'ServiceAccount',
  name: INVENTED.account,
  namespace: INVENTED.namespace,
});

async function allowedOf(facts: Facts, who: Identity, rights: readonly Right[]): Promise<Right[]> {
  const rulings = await Promise.all(rights.map(({ request }) => facts.reviews.ask(who, request)));
  return rights.filter((_, index) => rulings[index]?.allowed);
}
