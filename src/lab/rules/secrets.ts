import type { Finding } from '../../yaml/finding.ts';
import { BUILT_IN } from '../cluster-values.ts';
import { atValue, type Rule } from './rule.ts';
import { templatesOf } from './templates.ts';

/** A secret has a name of its own, and an object that holds it; nothing else is told it. */
export const secretsAreSeeded: Rule = (subject) => {
  const { parameters, secrets, seed } = subject.fields;
  if (!parameters || !secrets || !seed) return [];
  const seeded = new Set(
    templatesOf(subject).flatMap((use) => (use.in === 'manifest' ? [use.name] : [])),
  );
  return secrets.flatMap((name, index): Finding[] => {
    const report = (message: string) => [atValue(subject, ['secrets', index], message)];
    if (
      Object.hasOwn(parameters, name) ||
      BUILT_IN.includes(name) ||
      secrets.indexOf(name) < index
    ) {
      return report(`the name ${name} is taken`);
    }
    return seeded.has(name) ? [] : report(`no seeded manifest holds {{${name}}}`);
  });
};
