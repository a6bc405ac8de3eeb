import { UsageError } from '../errors.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import type { Lab } from '../lab/lab.ts';
import type { Stretch } from './chain.ts';
import { type Chain, fullMatrix, shortMatrix, type When } from './runs.ts';

/**
 * The chains of each variant: every run for the first seed, the short matrix for the others. Runs
 * that are not for the first seed's variant go to another one, or to a seed that is found for them.
 */
export function variantsOf(lab: Lab, seeds: readonly string[]): Stretch[][] {
  const [first, ...others] = seeds.map((seed) => instantiate(lab, seed));
  if (!first) return [];
  const left = distinct([...Object.values(lab.right), ...Object.values(lab.wrong)])
    .filter((when) => !meets(first, when))
    .map((when) => ({ when, by: others.find((other) => meets(other, when)) }));
  for (const one of left.filter(({ by }) => by === undefined)) {
    // One seed may do for several.
    one.by = others.find((other) => meets(other, one.when)) ?? seedFor(lab, one.when);
    if (!others.includes(one.by)) others.push(one.by);
  }
  const isFor = (instance: LabInstance) => (when: When) =>
    left.some(({ by, when: other }) => by === instance && isSame(when, other));
  return [
    stretchesWith(
      first,
      fullMatrix(lab, (when) => meets(first, when)),
    ),
    ...others.map((other) => stretchesWith(other, shortMatrix(lab, isFor(other)))),
  ];
}

export function stretchesWith(instance: LabInstance, chains: readonly Chain[]): Stretch[] {
  return chains.map((chain) => ({ instance, chain }));
}

function distinct(runs: readonly { when?: When }[]): When[] {
  return [...new Map(runs.map(({ when }) => [JSON.stringify(when), when])).values()];
}

function isSame(a: When, b: When): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function meets({ parameters }: Pick<LabInstance, 'parameters'>, when: When = {}): boolean {
  return Object.entries(when).every(([name, value]) => parameters[name] === value);
}

/** Enough for any value of a few parameters to come up. */
const SEEDS = 1000;

function seedFor(lab: Lab, when: When): LabInstance {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const instance = instantiate(lab, String(seed));
    if (meets(instance, when)) return instance;
  }
  const what = JSON.stringify(when);
  throw new UsageError(`No seed of ${lab.id} gives ${what}, for which it has runs.`, {
    next: 'See `cka-lab lint`.',
  });
}
