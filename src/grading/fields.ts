import type { KubeObject } from '../kube/objects.ts';
import type { Look } from './define.ts';
import { failed, passed } from './verdict.ts';

/** The way to a field; an item of a list is found by its name. */
export type FieldPath = readonly (string | { name: string })[];

/** The value of a field; undefined when there is none. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((inside, step) => {
    if (typeof step !== 'string') {
      return Array.isArray(inside) ? inside.find(({ name }) => name === step.name) : undefined;
    }
    const isObject = typeof inside === 'object' && inside !== null;
    return isObject ? (inside as Record<string, unknown>)[step] : undefined;
  }, value);
}

export interface FieldAsked {
  /** What the field is, in words: 'the image of web'. */
  title: string;
  /** 'Deployment/web in shop'. */
  ref: string;
  path: FieldPath;
  value: string;
  /** Whether two texts mean the same; the same text when not said. */
  same?: (one: string, other: string) => boolean;
}

/** Fields of objects in the cluster, as the API server filled them, have these values. */
export function fieldsAre(...fields: [FieldAsked, ...FieldAsked[]]): Look {
  return async (facts) => {
    const found = await Promise.all(fields.map(({ ref }) => facts.get<KubeObject>(ref)));
    const wrong = fields.flatMap((field, index) => {
      const actual = actualOf(field, found[index]);
      return actual === undefined ? [] : [{ field, actual }];
    });
    if (wrong.length === 0) return passed();
    return failed({
      expected: wrong.map(({ field }) => `${field.title}: ${field.value}`).join('; '),
      actual: [...new Set(wrong.map(({ actual }) => actual))].join('; '),
    });
  };
}

/** What is there instead; undefined when it is as asked. */
function actualOf(
  { title, ref, path, value, same = Object.is }: FieldAsked,
  object: KubeObject | undefined,
): string | undefined {
  if (!object) return `there is no ${ref}`;
  const actual = valueAt(object, path);
  if (actual === undefined) return `${title}: none`;
  return same(value, String(actual)) ? undefined : `${title}: ${String(actual)}`;
}
