import type { Finding } from '../../yaml/finding.ts';
import { didYouMean } from '../../yaml/nearest.ts';
import { findingAt, type Source } from '../../yaml/source.ts';
import { SAMPLE_CLUSTER } from '../cluster-values.ts';
import { variableOf, variablesIn } from '../script.ts';
import { templatesIn } from '../template.ts';
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
