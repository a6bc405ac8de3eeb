import { UsageError } from '../errors.ts';
import { type ObjectRef, refText } from '../lab/ref.ts';
import type { Resources, ResourceType } from './resources.ts';

/** The type of an object that is named; a namespaced one must say its namespace. */
export function typeOf(resources: Resources, ref: ObjectRef): ResourceType {
  const type = resources.byKind(ref.kind);
  if (type.namespaced && ref.namespace === undefined) {
    throw new UsageError(`'${refText(ref)}' does not say in which namespace.`);
  }
  return type;
}
