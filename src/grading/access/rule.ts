import type { ResourceAttributes, ResourceRule } from '../../kube/reviews.ts';

/** Rights that a lab's task names. */
export interface Rule {
  verbs: readonly string[];
  /** The API group; the core group when not said. */
  group?: string;
  /** In the plural, as in a role: 'deployments'. */
  resource: string;
  subresource?: string;
  /** Only objects of these names; all when not said. */
  names?: readonly string[];
  /** Everywhere when not said. */
  namespace?: string;
}

/** Every single request that a rule stands for. */
export function requestsOf(rule: Rule): ResourceAttributes[] {
  const { group = '', resource, subresource, namespace } = rule;
  return rule.verbs.flatMap((verb) =>
    (rule.names ?? [undefined]).map((name) => ({
      verb,
      group,
      resource,
      subresource,
      name,
      namespace,
    })),
  );
}

/** The rule as a role would hold it. */
export function asRoleRule({
  verbs,
  group = '',
  resource,
  subresource,
  names,
}: Rule): ResourceRule {
  return {
    verbs,
    apiGroups: [group],
    resources: [subresource === undefined ? resource : `${resource}/${subresource}`],
    resourceNames: names,
  };
}

/** A verb, and in words what it is for: the parts of "patch | deployments.apps in orders". */
export interface Phrase {
  verb: string;
  things: string;
}

export function phraseOf(request: ResourceAttributes): Phrase {
  const { verb, group, resource, subresource, name, namespace } = request;
  const kind = group === '' ? resource : `${resource}.${group}`;
  const whole = subresource === undefined ? kind : `${kind}/${subresource}`;
  const named = name === undefined ? '' : ` '${name}'`;
  return { verb, things: `${whole}${named}${namespace === undefined ? '' : ` in ${namespace}`}` };
}

/** The verb of a phrase for '*'; beside it no other needs to be said. */
export const EVERY_VERB = 'use every verb on';

/** One text, verbs for the same things put together. */
export function inWords(phrases: readonly Phrase[], most = Number.POSITIVE_INFINITY): string {
  const verbs = new Map<string, string[]>();
  for (const { verb, things } of phrases) {
    const known = verbs.get(things) ?? [];
    if (!known.includes(verb)) verbs.set(things, [...known, verb]);
  }
  const all = [...verbs].map(([things, some]) =>
    some.includes(EVERY_VERB) ? `${EVERY_VERB} ${things}` : `${some.join(', ')} ${things}`,
  );
  const rest = all.length - most;
  return [...all.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
}
