import { normalise } from '../kube/normalise.ts';
import { parseRef, refText } from '../lab/ref.ts';
import type { Look } from './define.ts';
import { differences, summary } from './differences.ts';
import type { Facts } from './facts.ts';
import { failed, passed } from './verdict.ts';

/**
 * These objects, listed under `keep:` in lab.yaml, are as they were when the lab started. One that
 * was deleted and made again is another one, unless a controller does that by itself.
 */
export function untouched(...refs: [string, ...string[]]): Look {
  return async (facts) => {
    const titles = refs.map((ref) => refText(parseRef(ref)));
    const changes = await Promise.all(titles.map((title) => changeOf(facts, title)));
    const changed = titles.flatMap((title, index) => {
      const change = changes[index];
      return change === undefined ? [] : [{ title, text: `${title}: ${change}` }];
    });
    if (changed.length === 0) return passed();
    return failed({
      expected: `as at the start: ${changed.map(({ title }) => title).join(', ')}`,
      actual: changed.map(({ text }) => text).join('; '),
    });
  };
}

async function changeOf(facts: Facts, title: string): Promise<string | undefined> {
  const recorded = facts.recorded.objects[title];
  if (!recorded) throw new Error(`${title} was not recorded: it is not under 'keep:' in lab.yaml.`);
  const now = await facts.get(title);
  if (!now) return 'deleted';
  if (now.metadata.deletionTimestamp) return 'being deleted';
  const found = differences(recorded.object, normalise(now));
  if (found.length > 0) return summary(found);
  const sameOne = recorded.owned || now.metadata.uid === recorded.uid;
  return sameOne ? undefined : 'deleted and made again';
}
