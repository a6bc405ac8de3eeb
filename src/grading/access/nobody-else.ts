import type { KubeObject } from '../../kube/objects.ts';
import type { ResourceAttributes } from '../../kube/reviews.ts';
import { converging } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { covers } from './coverage.ts';
import { inWords, phraseOf, type Rule, requestsOf } from './rule.ts';
import { INVENTED, identityOf, type Subject } from './subject.ts';

/**
 * No other service account, present or to come, got any of these rights, as happens when a group
 * or the wrong account is bound. `except` names subjects that hold them by the lab's own doing.
 */
export function nobodyElseMay(rules: readonly Rule[], { except }: { except: Subject[] }): Look {
  return async (facts) => {
    const others = await othersThan(facts, rules, except);
    return converging(facts, () => noneAllowed(facts, others, rules));
  };
}

interface Binding extends KubeObject {
  subjects?: { kind: string; name: string; namespace?: string }[];
}

interface Other {
  title: string;
  subject: Subject;
}

async function othersThan(
  facts: Facts,
  rules: readonly Rule[],
  except: readonly Subject[],
): Promise<Other[]> {
  const namespaces = new Set([
    ...rules.map(({ namespace }) => namespace),
    ...except.map((subject) => ('namespace' in subject ? subject.namespace : undefined)),
  ]);
  const inNamespaces = [...namespaces].filter((namespace) => namespace !== undefined);
  const accounts = await Promise.all(
    inNamespaces.map((namespace) => facts.list('ServiceAccount', { namespace })),
  );
  const account = (name: string, namespace: string) =>
    ({ kind: 'ServiceAccount', name, namespace }) as const;
  const isException = ({ name, namespace }: { name: string; namespace: string }) =>
    except.some(
      (one) => one.kind === 'ServiceAccount' && one.name === name && one.namespace === namespace,
    );
  const others: Other[] = [
    { title: 'every user', subject: { kind: 'User', name: INVENTED.user } },
    {
      title: 'every service account of the cluster',
      subject: account(INVENTED.account, INVENTED.namespace),
    },
    ...inNamespaces.map((namespace) => ({
      title: `every service account of ${namespace}`,
      subject: account(INVENTED.account, namespace),
    })),
  ];
  for (const { metadata } of accounts.flat()) {
    const subject = account(metadata.name, metadata.namespace ?? '');
    const title = `service account ${subject.name} of ${subject.namespace}`;
    if (!isException(subject)) others.push({ title, subject });
  }
  const bindings = await Promise.all(
    inNamespaces.map((namespace) => facts.list<Binding>('RoleBinding', { namespace })),
  );
  const bound = bindings.flat().flatMap(({ subjects }) => subjects ?? []);
  // Accounts of other namespaces, users and groups are known only by the bindings that name them.
  for (const { kind, name, namespace = '' } of bound) {
    if (kind === 'User' || kind === 'Group') {
      others.push({ title: `${kind.toLowerCase()} ${name}`, subject: { kind, name } });
    }
    if (kind !== 'ServiceAccount' || inNamespaces.includes(namespace)) continue;
    const subject = account(name, namespace);
    if (!isException(subject))
      others.push({ title: `service account ${name} of ${namespace}`, subject });
  }
  return others;
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
    others.map(async ({ title, subject }) => ({
      title,
      rights: await allowedOf(facts, subject, requests),
    })),
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
