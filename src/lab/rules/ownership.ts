import type { Finding } from '../../yaml/finding.ts';
import { combinations, sampleSets } from '../samples.ts';
import { render } from '../template.ts';
import { atKey, atValue, type Rule } from './rule.ts';

const OF_THE_CLUSTER = /^(default|local-path-storage|kube-.*)$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Owned namespaces are names of namespaces, none of the cluster's own, and all different. */
export const namespacesCanBeOwned: Rule = (subject) => {
  const { owns, parameters } = subject.fields;
  if (!owns || !parameters) return [];
  const { namespaces } = owns;
  const names = (text: string) =>
    sampleSets(subject.source.id, parameters).map((values) => render(text, values));
  return namespaces.flatMap((text, index): Finding[] => {
    const report = (message: string) => [atValue(subject, ['owns', 'namespaces', index], message)];
    const system = names(text).find((name) => OF_THE_CLUSTER.test(name));
    if (system !== undefined) return report(`the namespace ${system} can't be a lab's own`);
    const bad = names(text).find((name) => !LABEL.test(name) && !name.includes('{{'));
    if (bad !== undefined) return report(`"${bad}" can't be the name of a namespace`);
    const lab = subject.source.id;
    const same = namespaces
      .slice(0, index)
      .find((other) =>
        combinations([text, other], parameters).some(
          (values) => render(text, { ...values, lab }) === render(other, { ...values, lab }),
        ),
      );
    return same === undefined ? [] : report(`can be the same namespace as ${same}`);
  });
};

/** What breaks a node is undone only where no other lab is, and nothing can be seeded after it. */
export const breakingIsLast: Rule = (subject) => {
  const { scope, seed = [] } = subject.fields;
  const last = seed.findLastIndex((step) => !('break' in step));
  return seed.flatMap((step, index): Finding[] => {
    if (!('break' in step)) return [];
    const report = (message: string) => [atKey(subject, ['seed', index, 'break'], message)];
    if (scope === 'api') return report('a lab with scope: api breaks nothing on nodes');
    return index < last ? report('must come after all other steps') : [];
  });
};

/** On a cluster that is not ours a lab changes nothing but its own namespaces and objects. */
export const externalChangesNothing: Rule = (subject) => {
  const { external, scope, owns, changes = [], seed = [] } = subject.fields;
  if (external !== true) return [];
  return [
    ...(scope === undefined || scope === 'api'
      ? []
      : [atValue(subject, ['scope'], 'a lab with external: true must have scope: api')]),
    ...(changes.length === 0
      ? []
      : [atKey(subject, ['changes'], 'a lab with external: true changes no facts of the cluster')]),
    ...(owns?.paths ?? []).map((_, index) =>
      atValue(subject, ['owns', 'paths', index], 'a lab with external: true owns nothing on nodes'),
    ),
    ...seed.flatMap((step, index) =>
      'run' in step
        ? [
            atKey(
              subject,
              ['seed', index, 'run'],
              'a lab with external: true runs nothing on nodes',
            ),
          ]
        : [],
    ),
  ];
};
