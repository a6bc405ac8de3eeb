/** Whole numbers from the first to the last, both included, in order and apart from each other. */
export type Ranges = readonly Range[];

export interface Range {
  first: bigint;
  last: bigint;
}

export function range(first: bigint | number, last: bigint | number = first): Ranges {
  return first <= last ? [{ first: BigInt(first), last: BigInt(last) }] : [];
}

/** All that is in some of them. */
export function joined(...all: readonly Ranges[]): Ranges {
  const found: Range[] = [];
  for (const { first, last } of all.flat().toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = found.at(-1);
    if (before && first <= before.last + 1n) {
      if (last > before.last) found.splice(-1, 1, { ...before, last });
    } else found.push({ first, last });
  }
  return found;
}

export function bothRanges(a: Ranges, b: Ranges): Ranges {
  const found: Range[] = [];
  let [left, right] = [0, 0];
  for (;;) {
    const [one, other] = [a[left], b[right]];
    if (!one || !other) return found;
    const first = one.first > other.first ? one.first : other.first;
    const last = one.last < other.last ? one.last : other.last;
    if (first <= last) found.push({ first, last });
    if (one.last < other.last) left += 1;
    else right += 1;
  }
}

/** What of the first is not in the second. */
export function rangesWithout(from: Ranges, away: Ranges): Ranges {
  const found: Range[] = [];
  let at = 0;
  for (const { first, last } of from) {
    let start = first;
    while (away[at] && (away[at] as Range).last < start) at += 1;
    for (let next = at; next < away.length; next += 1) {
      const hole = away[next] as Range;
      if (hole.first > last) break;
      if (hole.first > start) found.push({ first: start, last: hole.first - 1n });
      start = hole.last + 1n;
    }
    if (start <= last) found.push({ first: start, last });
  }
  return found;
}

export function hasNumber(ranges: Ranges, number: bigint): boolean {
  return ranges.some(({ first, last }) => first <= number && number <= last);
}
