/** How often each thing is measured; odd, so that one of the times is the median. */
export const TIMES = 5;

/** Milliseconds that a piece of work takes. */
export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Measures several things in turns, so that what else the machine does meets all of them alike. */
export async function inTurns<Name extends string>(
  works: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as number[]]));
  for (let time = 0; time < TIMES; time += 1) {
    for (const name of names) measured[name]?.push(await works[name]());
  }
  return Object.fromEntries(names.map((name) => [name, median(measured[name] ?? [])])) as Record<
    Name,
    number
  >;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
