import { deletion, differencesOf, isUnder, of } from '../kube/difference.ts';
import { normalise } from '../kube/normalise.ts';
import { parseRef, refText } from '../lab/ref.ts';
import type { Look } from './define.ts';
import { sameAs } from './verdict.ts';

/** Notes that kubectl leaves, such as the time of `rollout restart`; they do nothing. */
const NOTES = ['metadata.annotations', 'spec.template.metadata.annotations'];

/**
 * An object under `keep:` in lab.yaml is as it was when the lab started, but for fields that may
 * change: 'spec.replicas', 'spec.template.spec.containers[].resources', with `[]` for every item,
 * `[web]` for that one, `*` for every field. Annotations may change, and it may be deleted and made
 * again.
 */
export function changedOnly(ref: string, ...may: readonly string[]): Look {
  const title = refText(parseRef(ref));
  return async (facts) => {
    const recorded = facts.recorded.objects[title];
    if (!recorded)
      throw new Error(`${title} was not recorded: it is not under 'keep:' in lab.yaml.`);
    const expected = `${title}, but for what was asked, as at the start`;
    const now = await facts.get(title);
    const gone = deletion(title, now);
    if (!now || gone.length > 0) return sameAs(expected, gone);
    const found = differencesOf(recorded.object, normalise(now)).filter(
      (difference) => !isUnder([...NOTES, ...may], difference),
    );
    return sameAs(expected, of(title, found));
  };
}
