import { parseRef, refText } from '../lab/ref.ts';
import type { Look } from './define.ts';
import { type FieldPath, valueAt } from './fields.ts';
import { failed, passed } from './verdict.ts';

/**
 * A field of an object that is listed under `keep:` in lab.yaml has the value of the start, whether
 * the object is the same one or was made again.
 */
export function fieldKept(field: { title: string; ref: string; path: FieldPath }): Look {
  const title = refText(parseRef(field.ref));
  return async (facts) => {
    const then = facts.recorded.objects[title];
    if (!then) throw new Error(`${title} was not recorded: it is not under 'keep:' in lab.yaml.`);
    const now = await facts.get(title);
    const [was, is] = [then.object, now].map((object) =>
      JSON.stringify(valueAt(object, field.path)),
    );
    if (now && was === is) return passed();
    return failed({
      expected: `${field.title}: ${was ?? 'none'}`,
      actual: now ? `${field.title}: ${is ?? 'none'}` : `there is no ${title}`,
    });
  };
}
