import { SAMPLE_CLUSTER } from './cluster-values.ts';
import { type Parameter, samples } from './parameters.ts';
import { templatesIn, type Values } from './template.ts';

/** Few sets of values in which every sample of every parameter occurs. */
export function sampleSets(lab: string, parameters: Readonly<Record<string, Parameter>>): Values[] {
  const all = Object.entries(parameters).map(([name, parameter]) => ({
    name,
    values: samples(parameter),
  }));
  const count = Math.max(1, ...all.map(({ values }) => values.length));
  return Array.from({ length: count }, (_, index) => ({
    ...SAMPLE_CLUSTER,
    ...Object.fromEntries(
      all.map(({ name, values }) => [name, values[index % values.length] ?? '']),
    ),
    lab,
  }));
}

const ENOUGH = 500;

/** Every way in which the templates of some texts can be filled, up to a limit. */
export function combinations(
  texts: readonly string[],
  parameters: Readonly<Record<string, Parameter>>,
): Values[] {
  const names = new Set(texts.flatMap(templatesIn).map(({ name }) => name));
  return [...names].reduce<Values[]>(
    (sets, name) => {
      const parameter = parameters[name];
      if (!parameter) return sets;
      const values = samples(parameter);
      return sets
        .flatMap((set) => values.map((value) => ({ ...set, [name]: value })))
        .slice(0, ENOUGH);
    },
    [{}],
  );
}
