import type { Finding } from '../../yaml/finding.ts';
import { didYouMean } from '../../yaml/nearest.ts';
import { findingAt, type Source } from '../../yaml/source.ts';
import { BUILT_IN } from '../cluster-values.ts';
import { type TemplateUse, templatesIn } from '../template.ts';
import { fileUses } from '../uses.ts';
import type { Rule, Subject } from './rule.ts';

/** A template, and the place of its first character. */
export interface PlacedTemplate extends TemplateUse {
  source: Source;
  in: 'lab' | 'task' | 'manifest' | 'file';
}

/** Every template of lab.yaml, the task and the manifests. */
export function templatesOf({ source, fields, files }: Subject): PlacedTemplate[] {
  const lab = source.yaml.document?.scalars ?? [];
  const uses = fileUses(fields);
  const manifests = uses.filter(({ kind }) => kind === 'manifest');
  const folders = uses.filter(({ kind }) => kind === 'folder');
  const given = files
    .names()
    .filter((file) => folders.some(({ name }) => file.startsWith(`${name}/`)));
  const texts = new Map<string, PlacedTemplate['in']>([
    ...manifests.map(({ name }) => [name, 'manifest'] as const),
    ...given.map((name) => [name, 'file'] as const),
    ['task.md', 'task'],
  ]);
  return [
    ...lab.flatMap(({ raw, start }) =>
      templatesIn(raw).map((use) => ({
        ...use,
        offset: start + use.offset,
        source: source.yaml.source,
        in: 'lab' as const,
      })),
    ),
    ...[...texts].flatMap(([name, place]) => {
      const text = files.read(name);
      return text ? templatesIn(text.text).map((use) => ({ ...use, source: text, in: place })) : [];
    }),
  ];
}

/** Every template names a parameter, or something built in; in a manifest it may name a secret. */
export const templatesAreDefined: Rule = (subject) => {
  const { parameters, secrets } = subject.fields;
  if (!parameters || !secrets) return [];
  const everywhere = [...Object.keys(parameters), ...BUILT_IN];
  return templatesOf(subject).flatMap(({ source, name, raw, offset, in: place }): Finding[] => {
    const report = (message: string) => [findingAt(source.file, source.at(offset), message)];
    const known = place === 'manifest' ? [...everywhere, ...secrets] : everywhere;
    if (!known.includes(name) && secrets.includes(name)) {
      return report(`${raw} is a secret: it may stand in seeded manifests only`);
    }
    if (!known.includes(name)) {
      return report(`${raw} is not a parameter of the lab${didYouMean(name, known)}`);
    }
    return raw === `{{${name}}}` ? [] : report(`write {{${name}}}, without spaces`);
  });
};
