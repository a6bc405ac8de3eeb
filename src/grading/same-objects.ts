import { parseRef, refText } from '../lab/ref.ts';
import type { Look } from './define.ts';
import type { Facts } from './facts.ts';
import { failed, passed } from './verdict.ts';

/**
 * These objects, listed under `keep:` in lab.yaml, are the very ones of the start, whatever was
 * changed in them: none was deleted, or deleted and made again.
 */
export function sameObjects(...refs: [string, ...string[]]): Look {
  return async (facts) => {
    const titles = refs.map((ref) => refText(parseRef(ref)));
    const found = await Promise.all(titles.map((title) => gone(facts, title)));
    const wrong = titles.flatMap((title, index) =>
      found[index] === undefined ? [] : [`${title} was ${found[index]}`],
    );
    if (wrong.length === 0) return passed();
    return failed({ expected: `still there: ${titles.join(', ')}`, actual: wrong.join('; ') });
  };
}

async function gone(facts: Facts, title: string): Promise<string | undefined> {
  const recorded = facts.recorded.objects[title];
  if (!recorded) throw new Error(`${title} was not recorded: it is not under 'keep:' in lab.yaml.`);
  const now = await facts.get(title);
  if (!now || now.metadata.deletionTimestamp) return 'deleted';
  return now.metadata.uid === recorded.uid ? undefined : 'deleted and made again';
}
