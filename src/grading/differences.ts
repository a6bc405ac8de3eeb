const MOST = 5;
const LONGEST = 60;

/** What differs between two JSON values, each difference as 'subjects[0].name: auditors → releaser'. */
export function differences(before: unknown, after: unknown): string[] {
  return walk('', before, after);
}

/** The first few, as one text. */
export function summary(all: readonly string[]): string {
  const rest = all.length - MOST;
  return [...all.slice(0, MOST), ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
}

function walk(path: string, before: unknown, after: unknown): string[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      walk(`${path}[${index}]`, before[index], after[index]),
    ).flat();
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => walk(join(path, key), before[key], after[key]));
  }
  if (Object.is(before, after)) return [];
  if (before === undefined) return [`${path}: ${show(after)} was added`];
  if (after === undefined) return [`${path}: ${show(before)} was removed`];
  return [`${path}: ${show(before)} → ${show(after)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}['${key}']`;
  return path === '' ? key : `${path}.${key}`;
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
