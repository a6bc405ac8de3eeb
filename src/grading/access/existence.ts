import type { Facts } from '../facts.ts';
import { type Failed, failed } from '../verdict.ts';
import type { Subject } from './subject.ts';

/** An authorizer answers for accounts that don't exist, too: a check about one must say so. */
export async function missing(facts: Facts, subject: Subject): Promise<Failed | undefined> {
  if (subject.kind !== 'ServiceAccount') return undefined;
  const { name, namespace } = subject;
  if (await facts.get(subject)) return undefined;
  return failed({
    expected: `service account ${name} exists in ${namespace}`,
    actual: 'there is no such account',
  });
}
