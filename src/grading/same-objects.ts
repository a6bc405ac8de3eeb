import { type Difference, deletion, madeAgain } from '../kube/difference.ts';
import { parseRef, refText } from '../lab/ref.ts';
import type { Look } from './define.ts';
import type { Facts } from './facts.ts';
import { sameAs } from './verdict.ts';

/**
 * These objects, listed under `keep:` in lab.yaml, are the very ones of the start, whatever was
 * changed in them: none was deleted, or deleted and made again.
 */
export function sameObjects(...refs: [string, ...string[]]): Look {
  return async (facts) => {
    const titles = refs.map((ref) => refText(parseRef(ref)));
    const found = await Promise.all(titles.map((title) => gone(facts, title)));
    return sameAs(`still there: ${titles.join(', ')}`, found.flat());
  };
}

async function gone(facts: Facts, title: string): Promise<Difference[]> {
  const recorded = facts.recorded.objects[title];
  if (!recorded) throw new Error(`${title} was not recorded: it is not under 'keep:' in lab.yaml.`);
  const now = await facts.get(title);
  if (!now || now.metadata.deletionTimestamp) return deletion(title, now);
  return madeAgain(title, recorded.uid, now.metadata.uid);
}
