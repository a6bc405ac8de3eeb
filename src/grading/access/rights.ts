import type {
  Attributes,
  PathAttributes,
  ResourceAttributes,
  ResourceRule,
  RuleSet,
} from '../../kube/reviews.ts';
import { EVERY_VERB, type Phrase, phraseOf } from './rule.ts';
import { INVENTED } from './subject.ts';
import type { World } from './world.ts';

/** A single thing that somebody may do: as it can be asked, and as it is said. */
export interface Right {
  request: Attributes;
  phrase: Phrase;
}

/** Where rules count: in one namespace, or everywhere. */
export type Place = { namespace: string } | 'everywhere';

/**
 * Takes rules apart into single rights. A '*' is asked for by a name that nobody uses. Rights to
 * what the cluster doesn't serve, such as 'deployments' of the core group, have no effect and are
 * left out.
 */
export function rightsOf(rules: RuleSet, place: Place, world: World): Right[] {
  const resources = rules.resourceRules.flatMap((rule) =>
    rule.apiGroups.flatMap((group) =>
      rule.resources.flatMap((resource) => expand(rule, group, resource, place, world)),
    ),
  );
  // Paths are never granted in a namespace.
  const paths = place === 'everywhere' ? rules.pathRules : [];
  return [
    ...resources,
    ...paths.flatMap(({ verbs, nonResourceURLs }) =>
      verbs.flatMap((verb) => nonResourceURLs.map((pattern) => pathRight(verb, pattern))),
    ),
  ];
}

function expand(
  rule: ResourceRule,
  group: string,
  whole: string,
  place: Place,
  world: World,
): Right[] {
  const [resource = '', subresource] = whole.split('/');
  if (!hasEffect(world, group, resource, subresource)) return [];
  const names = rule.resourceNames?.length ? rule.resourceNames : [undefined];
  return rule.verbs.flatMap((verb) =>
    names.map((name) => {
      const asked = {
        verb: verb === '*' ? INVENTED.verb : verb,
        group: group === '*' ? INVENTED.group : group,
        resource: resource === '*' ? INVENTED.resource : resource,
        subresource,
        name,
      };
      const things =
        resource === '*'
          ? `every ${subresource ?? 'resource'} of ${groupWords(group)}`
          : phraseOf({ ...asked, group }).things;
      const said = { verb: verbWords(verb), things };
      return inPlace(asked, said, place, world);
    }),
  );
}

function hasEffect(world: World, group: string, resource: string, subresource?: string): boolean {
  const groupMatches = (one: string) => group === '*' || one === group;
  return world.resources.some(
    (one) =>
      groupMatches(one.group) &&
      (resource === '*' || one.resource === resource) &&
      (subresource === undefined || world.has(one.group, one.resource, subresource)),
  );
}

function inPlace(
  asked: ResourceAttributes,
  { verb, things }: Phrase,
  place: Place,
  world: World,
): Right {
  const { group, resource } = asked;
  const clusterScoped = world.has(group, resource) && !world.isNamespaced(group, resource);
  if (place === 'everywhere') {
    return clusterScoped
      ? { request: asked, phrase: { verb, things } }
      : {
          request: { ...asked, namespace: INVENTED.namespace },
          phrase: { verb, things: `${things} in every namespace` },
        };
  }
  const { namespace } = place;
  const phrase = { verb, things: `${things} in ${namespace}` };
  // A request for a Namespace object counts as one in that namespace; for any other object that
  // is in no namespace, a role of a namespace has no say.
  const isNamespaceObject = group === '' && resource === 'namespaces';
  if (clusterScoped && !isNamespaceObject) return { request: asked, phrase };
  const name = isNamespaceObject ? namespace : asked.name;
  return { request: { ...asked, name, namespace }, phrase };
}

function pathRight(verb: string, pattern: string): Right {
  const request: PathAttributes = {
    verb: verb === '*' ? INVENTED.verb : verb,
    path: pattern.replace(/\*$/, INVENTED.name),
  };
  return { request, phrase: { verb: verbWords(verb), things: `path ${pattern}` } };
}

function verbWords(verb: string): string {
  return verb === '*' ? EVERY_VERB : verb;
}

function groupWords(group: string): string {
  if (group === '*') return 'every API group';
  return group === '' ? 'the core group' : `group ${group}`;
}
