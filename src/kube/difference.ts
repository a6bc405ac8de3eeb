/** A step on the way into an object: the name of a field, or an item of a list by its name or place. */
export type Step = string | { readonly item: string | number };

/** Something that is not as it was. A side that is undefined was, or is, not there. */
export interface Difference {
  /** Of what it is: 'Deployment/web in shop', a file, a program; not said where there is but one thing. */
  readonly of?: string;
  /** The way to the field; empty where the whole thing came or went. */
  readonly path: readonly Step[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * In what two values differ, each difference as high up as it can be said. Items of lists that are
 * told apart by a name (or what the API merges them by) are compared by it, in whatever order they
 * stand; containers that are started one after the other are not.
 */
export function differencesOf(before: unknown, after: unknown): Difference[] {
  return walk([], before, after);
}

/** The same, said of a thing. */
export function of(thing: string, found: readonly Difference[]): Difference[] {
  return found.map((difference) => ({ of: thing, ...difference }));
}

/** That an object is gone, or going; empty where it is there. */
export function deletion(
  thing: string,
  now: { metadata: { deletionTimestamp?: unknown } } | undefined,
): Difference[] {
  if (!now) return [{ of: thing, path: [], before: {} }];
  const { deletionTimestamp } = now.metadata;
  if (!deletionTimestamp) return [];
  return [{ of: thing, path: ['metadata', 'deletionTimestamp'], after: deletionTimestamp }];
}

/** That an object is another one of the same name. */
export function madeAgain(thing: string, before?: string, after?: string): Difference[] {
  return before === after ? [] : [{ of: thing, path: ['metadata', 'uid'], before, after }];
}

function walk(path: readonly Step[], before: unknown, after: unknown): Difference[] {
  if (Array.isArray(before) && Array.isArray(after)) return walkItems(path, before, after);
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => walk([...path, key], before[key], after[key]));
  }
  if (Object.is(before, after)) return [];
  return [{ path, before, after }];
}

function walkItems(
  path: readonly Step[],
  before: readonly unknown[],
  after: readonly unknown[],
): Difference[] {
  const key = keyOf(path, before, after);
  const nameOf = (value: unknown, index: number) =>
    key === undefined ? index : ((value as Record<string, string | number>)[key] ?? index);
  const [was, is] = [before, after].map(
    (items) => new Map(items.map((value, index) => [nameOf(value, index), value])),
  ) as [Map<string | number, unknown>, Map<string | number, unknown>];
  const items = new Set([...was.keys(), ...is.keys()]);
  return [...items].flatMap((item) => walk([...path, { item }], was.get(item), is.get(item)));
}

/** Started one after the other, in the order in which they stand. */
const ORDERED = 'initContainers';
/** What names an item, in the order in which it is tried. */
const KEYS = ['name', 'mountPath', 'devicePath', 'containerPort', 'port', 'topologyKey', 'ip'];

/** The field by which all items of both lists can be told apart; undefined: by their place. */
function keyOf(path: readonly Step[], ...lists: readonly (readonly unknown[])[]) {
  if (path.at(-1) === ORDERED) return undefined;
  return KEYS.find((key) =>
    lists.every((items) => {
      const names = items.map((item) => (isObject(item) ? item[key] : undefined));
      return names.every(isName) && new Set(names).size === names.length;
    }),
  );
}

function isName(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether all that a difference says lies under one of the given fields, each as
 * 'spec.template.spec.containers[].resources': `[]` is any item, `[web]` that one, `*` any field.
 * Where more came or went at once than a field holds, each thing in it must lie under one.
 */
export function isUnder(fields: readonly string[], difference: Difference): boolean {
  const all = fields.map(stepsOf);
  const under = ({ path, before, after }: Difference): boolean => {
    if (all.some((field) => begins(path, field))) return true;
    // Only what lies on the way to a field can hold one.
    if (!all.some((field) => begins(field, path))) return false;
    const inside = partsOf(path, before, after);
    return inside.length > 0 && inside.every(under);
  };
  return under(difference);
}

/** What a thing that came or went consists of, one level down. */
function partsOf(path: readonly Step[], before: unknown, after: unknown): Difference[] {
  const side = before === undefined ? after : after === undefined ? before : undefined;
  if (side === undefined) return [];
  const empty = Array.isArray(side) ? [] : isObject(side) ? {} : undefined;
  if (empty === undefined) return [];
  return before === undefined ? walk(path, empty, side) : walk(path, side, empty);
}

const ANY_ITEM = '[]';
const ANY_FIELD = '*';

function stepsOf(field: string): Step[] {
  return field.split('.').flatMap((part): Step[] => {
    const [name = '', item] = part.split('[');
    return item === undefined ? [name] : [name, { item: item.slice(0, -1) }];
  });
}

/** Whether one way begins with the other. */
function begins(way: readonly Step[], start: readonly Step[]): boolean {
  return start.length <= way.length && start.every((step, index) => fits(step, way[index]));
}

function fits(one: Step, other: Step | undefined): boolean {
  if (typeof one === 'string' && typeof other === 'string') {
    return one === other || one === ANY_FIELD || other === ANY_FIELD;
  }
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  return (
    `${one.item}` === `${other.item}` || [one, other].some(({ item }) => `[${item}]` === ANY_ITEM)
  );
}
