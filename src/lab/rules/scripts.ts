import type { Finding } from '../../yaml/finding.ts';
import { didYouMean } from '../../yaml/nearest.ts';
import { findingAt, type Source } from '../../yaml/source.ts';
import { SAMPLE_CLUSTER } from '../cluster-values.ts';
import { sampleSets } from '../samples.ts';
import { variableOf, variablesIn } from '../script.ts';
import { shownValues } from '../shown.ts';
import { templatesIn, type Values } from '../template.ts';
import { fileUses } from '../uses.ts';
import type { Rule, Subject } from './rule.ts';

/** Every script that lab.yaml names and that exists, once. */
export function scriptsOf({ fields, files }: Subject): Source[] {
  const names = new Set(
    fileUses(fields)
      .filter(({ kind }) => kind === 'script')
      .map(({ name }) => name),
  );
  return [...names].flatMap((name) => files.read(name) ?? []);
}

/** Scripts are bash that stops at the first error and takes parameters from its environment. */
export const scriptsAreStrict: Rule = (subject) =>
  scriptsOf(subject).flatMap((script): Finding[] => {
    const [first = ''] = script.text.split('\n', 1);
    const report = (message: string) => findingAt(script.file, script.at(0), message, 'warning');
    const shebang = /^#!(\/usr\/bin\/env bash|\/bin\/bash)\s*$/.test(first);
    const strict = /^set -euo pipefail\b/m.test(script.text);
    return [
      ...(shebang ? [] : [report('the first line must be: #!/usr/bin/env bash')]),
      ...(strict ? [] : [report('must stop at an error: set -euo pipefail')]),
    ];
  });

/** What stands in braces or begins with LAB_ in a script is a parameter's variable. */
export const scriptVariablesAreDefined: Rule = (subject) => {
  const { parameters, secrets = [] } = subject.fields;
  if (!parameters) return [];
  const names = [...Object.keys(parameters), ...Object.keys(SAMPLE_CLUSTER)];
  const known = names.map(variableOf);
  const hidden = secrets.map(variableOf);
  return scriptsOf(subject).flatMap(({ file, text, at }) => [
    ...templatesIn(text).map(({ name, raw, offset }) =>
      findingAt(
        file,
        at(offset),
        secrets.includes(name)
          ? `${raw} is a secret: it may stand in seeded manifests only`
          : `a script is no template: write \${${variableOf(name)}} for ${raw}`,
      ),
    ),
    ...variablesIn(text)
      .filter(({ name }) => !known.includes(name))
      .map(({ name, offset }) =>
        findingAt(
          file,
          at(offset),
          hidden.includes(name)
            ? `${name} would be a secret, which scripts don't get`
            : `no parameter of the lab gives ${name}${didYouMean(name, known)}`,
        ),
      ),
  ]);
};

/** The solution is played as a learner's answer: it has what the task's text shows in every variant. */
export const solutionUsesWhatIsShown: Rule = ({ source, fields, files }) => {
  const { parameters, solution } = fields;
  const task = files.read('task.md');
  const script = solution === undefined ? undefined : files.read(solution);
  if (!parameters || !task || !script) return [];
  const hidden = new Map(
    variantsOf(source.id, parameters).flatMap((values) => {
      const shown = shownValues(task.text, values);
      return Object.keys(parameters)
        .filter((name) => !Object.hasOwn(shown, name))
        .map((name) => [variableOf(name), name] as const);
    }),
  );
  return [...script.text.matchAll(/\bLAB_\w+/g)].flatMap(({ 0: variable, index }): Finding[] => {
    const name = hidden.get(variable);
    if (name === undefined) return [];
    const message = `task.md does not show {{${name}}}, so a learner has no ${variable}: find it out from what they can see`;
    return [findingAt(script.file, script.at(index), message)];
  });
};

/** Values with all that a paragraph may be left out for. */
function variantsOf(
  lab: string,
  parameters: NonNullable<Subject['fields']['parameters']>,
): Values[] {
  return sampleSets(lab, parameters).flatMap((values) => [
    values,
    { ...values, 'upgrade-flags': '' },
  ]);
}
