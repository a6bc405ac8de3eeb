import { normalise } from '../kube/normalise.ts';
import { parseRef, refText } from '../lab/ref.ts';
import type { Look } from './define.ts';
import { differences, summary } from './differences.ts';
import { failed, passed } from './verdict.ts';

/** Notes that kubectl leaves, such as the time of `rollout restart`; they do nothing. */
const NOTES = /^(spec\.template\.)?metadata\.annotations\b/;

/**
 * An object under `keep:` in lab.yaml is as it was when the lab started, but for what `may` matches:
 * the beginning of a field's path, such as /^spec\.replicas/. Annotations may change, and it may be
 * deleted and made again.
 */
export function changedOnly(ref: string, ...may: readonly RegExp[]): Look {
  const title = refText(parseRef(ref));
  return async (facts) => {
    const recorded = facts.recorded.objects[title];
    if (!recorded)
      throw new Error(`${title} was not recorded: it is not under 'keep:' in lab.yaml.`);
    const expected = `${title}, but for what was asked, as at the start`;
    const now = await facts.get(title);
    if (!now || now.metadata.deletionTimestamp) return failed({ expected, actual: 'deleted' });
    const found = differences(recorded.object, normalise(now)).filter(
      (difference) => ![NOTES, ...may].some((path) => path.test(difference)),
    );
    return found.length === 0 ? passed() : failed({ expected, actual: summary(found) });
  };
}
