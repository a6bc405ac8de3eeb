import { differences } from './differences.ts';

/**
 * In what an object differs from a manifest of it, each as 'spec.containers.web.image: a → b'. What
 * the object has beyond the manifest, as the API server's defaults, does not count; items of lists
 * that have names go by them, in any order.
 */
export function differencesFrom(manifest: unknown, object: unknown): string[] {
  return differences(byName(manifest), byName(object)).filter(
    (difference) => !difference.endsWith(' was added'),
  );
}

function byName(value: unknown): unknown {
  if (Array.isArray(value)) {
    const names = value.map(nameOf);
    const items = value.map(byName);
    if (names.some((name) => name === undefined)) return items;
    return Object.fromEntries(items.map((item, index) => [names[index], item]));
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, item]) => [key, byName(item)] as const);
  return Object.fromEntries(fields.filter(([, item]) => !isNothing(item)));
}

/** The API server leaves out what says nothing. */
function isNothing(item: unknown): boolean {
  return item === null || (typeof item === 'object' && Object.keys(item).length === 0);
}

function nameOf(item: unknown): string | undefined {
  return (item as { name?: string } | null)?.name;
}
