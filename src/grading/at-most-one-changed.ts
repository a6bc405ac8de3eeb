import { parseRef, refText } from '../lab/ref.ts';
import type { Look } from './define.ts';
import { untouched } from './untouched.ts';
import { failed, isFailed, passed, sameAs } from './verdict.ts';

/**
 * Of these objects, all under `keep:` in lab.yaml, all are there, and all but one are as they were
 * when the lab started, whichever that one is; it may have been deleted and made again. Their
 * namespaces hold no further objects of their kinds.
 */
export function atMostOneChanged(...refs: [string, ...string[]]): Look {
  const all = refs.map(parseRef);
  const titles = all.map(refText);
  const places = new Map(
    all.map(({ kind, namespace = '' }) => [`${kind} ${namespace}`, { kind, namespace }]),
  );
  return async (facts) => {
    const found = await Promise.all(
      [...places.values()].map(async ({ kind, namespace }) => {
        const objects = await facts.list(kind, { namespace });
        return objects
          .filter(({ metadata }) => !metadata.deletionTimestamp)
          .map(({ metadata: { name } }) => refText({ kind, name, namespace }));
      }),
    );
    const now = found.flat();
    const expected = `there is ${titles.join(', ')} and no more, all but one as at the start`;
    const missing = titles.filter((title) => !now.includes(title));
    if (missing.length > 0) return failed({ expected, actual: `no ${missing.join(', ')}` });
    const more = now.filter((title) => !titles.includes(title));
    if (more.length > 0) return failed({ expected, actual: `also ${more.join(', ')}` });
    const outcomes = await Promise.all(titles.map((title) => untouched(title)(facts)));
    const changed = outcomes.filter(isFailed);
    if (changed.length <= 1) return passed();
    return sameAs(
      expected,
      changed.flatMap((outcome) => outcome.differences ?? []),
    );
  };
}
