import { type Difference, deletion, differencesOf, madeAgain, of } from '../kube/difference.ts';
import { normalise } from '../kube/normalise.ts';
import { parseRef, refText } from '../lab/ref.ts';
import type { Look } from './define.ts';
import type { Facts } from './facts.ts';
import { sameAs } from './verdict.ts';

/**
 * These objects, listed under `keep:` in lab.yaml, are as they were when the lab started. One that
 * was deleted and made again is another one, unless a controller does that by itself.
 */
export function untouched(...refs: [string, ...string[]]): Look {
  return async (facts) => {
    const titles = refs.map((ref) => refText(parseRef(ref)));
    const changes = await Promise.all(titles.map((title) => changesOf(facts, title)));
    const changed = titles.filter((_title, index) => changes[index]?.length);
    return sameAs(`as at the start: ${changed.join(', ')}`, changes.flat());
  };
}

async function changesOf(facts: Facts, title: string): Promise<Difference[]> {
  const recorded = facts.recorded.objects[title];
  if (!recorded) throw new Error(`${title} was not recorded: it is not under 'keep:' in lab.yaml.`);
  const now = await facts.get(title);
  const gone = deletion(title, now);
  if (!now || gone.length > 0) return gone;
  const found = differencesOf(recorded.object, normalise(now));
  if (found.length > 0 || recorded.owned) return of(title, found);
  return madeAgain(title, recorded.uid, now.metadata.uid);
}
