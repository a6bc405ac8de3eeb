import type { ResourceAttributes } from '../../kube/reviews.ts';
import { converging } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { type Binding, boundSince } from './cluster-bindings.ts';
import { covers, names } from './coverage.ts';
import { inWords, phraseOf, type Rule, requestsOf } from './rule.ts';
import { INVENTED, identityOf, isSame, type Subject, subjectOf } from './subject.ts';

/** Somebody who holds rights by the task or by the lab's own doing, and no others of them. */
export interface Holder {
  subject: Subject;
  may: readonly Rule[];
}

/**
 * Nobody else, present or to come, got any of these rights, as happens when a group or the wrong
 * account is bound, in a namespace or in the whole cluster. A holder's own rights are no finding.
 */
export function nobodyElseMay(rules: readonly Rule[], holders: readonly Holder[]): Look {
  return async (facts) => {
    const others = await othersThan(facts, rules, holders);
    return converging(facts, () => noneAllowed(facts, others, rules));
  };
}

interface Other {
  title: string;
  subject: Subject;
  /** What it may by right. */
  may: readonly Rule[];
}

async function othersThan(
  facts: Facts,
  rules: readonly Rule[],
  holders: readonly Holder[],
): Promise<Other[]> {
  const namespaces = new Set([
    ...rules.map(({ namespace }) => namespace),
    ...holders.map(({ subject }) => ('namespace' in subject ? subject.namespace : undefined)),
  ]);
  const inside = [...namespaces].filter((namespace) => namespace !== undefined);
  const [accounts, bindings, bound] = await Promise.all([
    Promise.all(inside.map((namespace) => facts.list('ServiceAccount', { namespace }))),
    Promise.all(inside.map((namespace) => facts.list<Binding>('RoleBinding', { namespace }))),
    boundSince(facts),
  ]);
  const account = (name: string, namespace = '') =>
    ({ kind: 'ServiceAccount', name, namespace }) as const;
  const everybody = [
    { title: 'every user', subject: { kind: 'User', name: INVENTED.user } as const },
    {
      title: 'every service account of the cluster',
      subject: account(INVENTED.account, INVENTED.namespace),
    },
    ...inside.map((namespace) => ({
      title: `every service account of ${namespace}`,
      subject: account(INVENTED.account, namespace),
    })),
  ];
  // Accounts of other namespaces, users and groups are known only by the bindings that name them.
  const named = [...bindings.flat().flatMap(({ subjects }) => subjects ?? []), ...bound];
  const present = [
    ...accounts.flat().map(({ metadata }) => account(metadata.name, metadata.namespace)),
    ...named.flatMap((one) => subjectOf(one) ?? []),
  ];
  const distinct = present.filter(
    (one, index) => present.findIndex((other) => isSame(one, other)) === index,
  );
  return [...everybody, ...distinct.map((subject) => ({ title: titleOf(subject), subject }))].map(
    (other) => ({
      ...other,
      may: holders.find(({ subject }) => isSame(subject, other.subject))?.may ?? [],
    }),
  );
}

function titleOf(subject: Subject): string {
  return subject.kind === 'ServiceAccount'
    ? `service account ${subject.name} of ${subject.namespace}`
    : `${subject.kind.toLowerCase()} ${subject.name}`;
}

async function noneAllowed(
  facts: Facts,
  others: readonly Other[],
  rules: readonly Rule[],
): Promise<Outcome> {
  const requests = rules
    .flatMap(requestsOf)
    .filter((request) => !covers(facts.recorded.fresh.everywhere.resourceRules, request));
  const found = await Promise.all(
    others.map(async ({ title, subject, may }) => {
      const asked = requests.filter((request) => !names(may, request));
      return { title, rights: await allowedOf(facts, subject, asked) };
    }),
  );
  // The widest comes first; whoever is named after it has the rights by the same way.
  const first = found.find(({ rights }) => rights.length > 0);
  if (!first) return passed();
  return failed({
    expected: 'no other account got these rights',
    actual: `${first.title} may ${inWords(first.rights.map(phraseOf))}`,
  });
}

async function allowedOf(
  facts: Facts,
  subject: Subject,
  requests: readonly ResourceAttributes[],
): Promise<ResourceAttributes[]> {
  const who = identityOf(subject);
  const rulings = await Promise.all(requests.map((request) => facts.reviews.ask(who, request)));
  return requests.filter((_, index) => rulings[index]?.allowed);
}
