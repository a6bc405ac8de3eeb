import type { ResourceAttributes } from '../../kube/reviews.ts';
import type { Place, Right } from './rights.ts';
import { EVERY_VERB, phraseOf, type Rule } from './rule.ts';
import { INVENTED } from './subject.ts';
import type { World } from './world.ts';

const PATHS = ['/metrics', '/logs', '/debug/pprof', `/${INVENTED.name}`];

/**
 * What could be asked for beside a lab's rules, in these places: for authorizers that can't list
 * their own. The widest rights come first, since one that is allowed is enough; of names, only
 * those of the lab are tried.
 */
export function everyRequest(
  world: World,
  places: readonly Place[],
  rules: readonly Rule[],
): Right[] {
  const { verb: anyVerb, group: anyGroup, resource: anyResource } = INVENTED;
  const verbs = [anyVerb, ...world.verbs];
  const invented = { group: anyGroup, resource: anyResource, namespaced: true, subresources: [] };
  const unnamed = places.flatMap((place) =>
    [invented, ...world.resources]
      .filter(({ namespaced }) => namespaced || place === 'everywhere')
      .flatMap(({ group, resource, namespaced, subresources }) =>
        [undefined, ...subresources].flatMap((subresource) =>
          verbs.map((verb) => right({ verb, group, resource, subresource }, namespaced, place)),
        ),
      ),
  );
  const named = rules.flatMap(({ group = '', resource, subresource, names = [], namespace }) =>
    names.flatMap((name) =>
      verbs.map((verb) => {
        const request = { verb, group, resource, subresource, name, namespace };
        return { request, phrase: phraseOf(request) };
      }),
    ),
  );
  const paths = PATHS.map((path) => ({
    request: { verb: 'get', path },
    phrase: { verb: 'get', things: `path ${path}` },
  }));
  return [...unnamed, ...named, ...paths];
}

function right(asked: ResourceAttributes, namespaced: boolean, place: Place): Right {
  const phrase = phraseOf(asked);
  const verb = asked.verb === INVENTED.verb ? EVERY_VERB : asked.verb;
  const things = asked.resource === INVENTED.resource ? 'every resource' : phrase.things;
  if (place === 'everywhere') {
    const namespace = namespaced ? INVENTED.namespace : undefined;
    const where = namespaced ? ' in every namespace' : '';
    return { request: { ...asked, namespace }, phrase: { verb, things: things + where } };
  }
  const { namespace } = place;
  return {
    request: { ...asked, namespace },
    phrase: { verb, things: `${things} in ${namespace}` },
  };
}
