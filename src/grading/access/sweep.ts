import type { ResourceAttributes } from '../../kube/reviews.ts';
import type { Place, Right } from './rights.ts';
import { phraseOf } from './rule.ts';
import { INVENTED } from './subject.ts';
import type { World } from './world.ts';

/**
 * Everything that could be asked for in these places: for authorizers that can't list their
 * rules. The widest rights come first, since one that is allowed is enough.
 */
export function everyRequest(world: World, places: readonly Place[]): Right[] {
  const { verb: anyVerb, group: anyGroup, resource: anyResource } = INVENTED;
  const verbs = [anyVerb, ...world.verbs];
  const invented = { group: anyGroup, resource: anyResource, namespaced: true, subresources: [] };
  return places.flatMap((place) =>
    [invented, ...world.resources]
      .filter(({ namespaced }) => namespaced || place === 'everywhere')
      .flatMap(({ group, resource, namespaced, subresources }) =>
        [undefined, ...subresources].flatMap((subresource) =>
          verbs.map((verb) => right({ verb, group, resource, subresource }, namespaced, place)),
        ),
      ),
  );
}

function right(asked: ResourceAttributes, namespaced: boolean, place: Place): Right {
  const phrase = phraseOf(asked);
  const verb = asked.verb === INVENTED.verb ? 'every verb on' : asked.verb;
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
