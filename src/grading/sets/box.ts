import { bothRanges, type Ranges, rangesWithout } from './ranges.ts';
import { bothValues, noValues, otherValues, type Values } from './values.ts';

/**
 * Infinitely many things at once: those whose every named trait is among these. A trait that a box
 * does not name is free; one of numbers, which have no common end, is named wherever it counts.
 */
export type Box = ReadonlyMap<string, Trait>;
export type Trait = Values | Ranges;

/** How many boxes may be compared before it is given up: well below a second. */
const MOST_COMPARED = 30_000;

/** What can't be decided with a bounded effort. */
export class TooManyBoxes extends Error {
  constructor() {
    super('There are too many rules to decide what they allow together.');
    this.name = 'TooManyBoxes';
  }
}

/** What `look` finds, or the other where there is too much to compare: that is no error of ours. */
export function decided<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof TooManyBoxes) return otherwise;
    throw error;
  }
}

export const EVERYTHING: Box = new Map();

export function boxOf(traits: Readonly<Record<string, Trait | undefined>>): Box {
  return new Map(Object.entries(traits).flatMap(([key, trait]) => (trait ? [[key, trait]] : [])));
}

/** What is in both; undefined where nothing is. */
export function both(a: Box, b: Box): Box | undefined {
  const found = new Map(a);
  for (const [key, trait] of b) {
    const own = a.get(key);
    const common = own ? bothTraits(own, trait) : trait;
    if (isNone(common)) return undefined;
    found.set(key, common);
  }
  return found;
}

/**
 * What of some boxes is in none of the others, in boxes that have nothing in common where the given
 * ones had nothing. Throws TooManyBoxes.
 */
export function without(from: readonly Box[], away: readonly Box[]): Box[] {
  let left = [...from];
  let compared = 0;
  for (const hole of away) {
    compared += left.length;
    if (compared > MOST_COMPARED) throw new TooManyBoxes();
    left = left.flatMap((box) => minus(box, hole));
  }
  return left;
}

function minus(box: Box, hole: Box): Box[] {
  if (!both(box, hole)) return [box];
  const found: Box[] = [];
  const rest = new Map(box);
  for (const [key, away] of hole) {
    const own = rest.get(key);
    const outside = traitWithout(own, away);
    if (!isNone(outside)) found.push(new Map(rest).set(key, outside));
    rest.set(key, own ? bothTraits(own, away) : away);
  }
  return found;
}

function bothTraits(a: Trait, b: Trait): Trait {
  if (isRanges(a) && isRanges(b)) return bothRanges(a, b);
  if (isRanges(a) || isRanges(b)) throw new Error('A trait is of numbers here and of texts there.');
  return bothValues(a, b);
}

function traitWithout(from: Trait | undefined, away: Trait): Trait {
  if (!isRanges(away)) return from ? bothTraits(from, otherValues(away)) : otherValues(away);
  if (!from || !isRanges(from)) throw new Error('A trait of numbers needs limits.');
  return rangesWithout(from, away);
}

function isNone(trait: Trait): boolean {
  return isRanges(trait) ? trait.length === 0 : noValues(trait);
}

export function isRanges(trait: Trait): trait is Ranges {
  return Array.isArray(trait);
}
