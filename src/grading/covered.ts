import { type Difference, differencesOf } from '../kube/difference.ts';

/**
 * In what an object differs from a manifest of it. What the object has beyond the manifest, as the
 * API server's defaults, does not count.
 */
export function differencesFrom(manifest: unknown, object: unknown): Difference[] {
  return differencesOf(saying(manifest), saying(object)).filter(
    ({ before }) => before !== undefined,
  );
}

function saying(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(saying);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, item]) => [key, saying(item)] as const);
  return Object.fromEntries(fields.filter(([, item]) => !isNothing(item)));
}

/** The API server leaves out what says nothing. */
function isNothing(item: unknown): boolean {
  return item === null || (typeof item === 'object' && Object.keys(item).length === 0);
}
