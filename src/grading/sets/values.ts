/** Some of all texts and of `undefined`, which is none: those named, or all but these. */
export interface Values {
  allBut: boolean;
  named: ReadonlySet<string | undefined>;
}

export function oneOf(...values: (string | undefined)[]): Values {
  return { allBut: false, named: new Set(values) };
}

export function noneOf(...values: (string | undefined)[]): Values {
  return { allBut: true, named: new Set(values) };
}

export function bothValues(a: Values, b: Values): Values {
  if (a.allBut && b.allBut) return { allBut: true, named: union(a.named, b.named) };
  const [named, other] = a.allBut ? [b, a] : [a, b];
  return { allBut: false, named: kept(named.named, (value) => hasValue(other, value)) };
}

export function otherValues({ allBut, named }: Values): Values {
  return { allBut: !allBut, named };
}

/** All but finitely many are never none. */
export function noValues({ allBut, named }: Values): boolean {
  return !allBut && named.size === 0;
}

export function hasValue({ allBut, named }: Values, value: string | undefined): boolean {
  return named.has(value) !== allBut;
}

/** The plainest one: none where that is among them, then the first that is named. */
export function someValue(values: Values): string | undefined {
  if (hasValue(values, undefined)) return undefined;
  if (!values.allBut) return [...values.named].find((value) => value !== undefined);
  for (let number = 1; ; number += 1) {
    const value = number === 1 ? 'other' : `other-${number}`;
    if (hasValue(values, value)) return value;
  }
}

function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...a, ...b]);
}

function kept<T>(from: ReadonlySet<T>, isKept: (value: T) => boolean): ReadonlySet<T> {
  return new Set([...from].filter(isKept));
}
