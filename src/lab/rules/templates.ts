import type { Finding } from '../../yaml/finding.ts';
import { didYouMean } from '../../yaml/nearest.ts';
import { findingAt, type Source } from '../../yaml/source.ts';
import { type TemplateUse, templatesIn } from '../template.ts';
import { fileUses } from '../uses.ts';
import type { Rule, Subject } from './rule.ts';

/** A template, and the place of its first character. */
export interface PlacedTemplate extends TemplateUse {
  source: Source;
}

/** Every template of lab.yaml, the task and the manifests. */
export function templatesOf({ source, fields, files }: Subject): PlacedTemplate[] {
  const lab = source.yaml.document?.scalars ?? [];
  const texts = [
    ...fileUses(fields).filter(({ kind }) => kind === 'manifest'),
    { name: 'task.md' },
  ];
  const names = new Set(texts.map(({ name }) => name));
  return [
    ...lab.flatMap(({ raw, start }) =>
      templatesIn(raw).map((use) => ({
        ...use,
        offset: start + use.offset,
        source: source.yaml.source,
      })),
    ),
    ...[...names].flatMap((name) => {
      const text = files.read(name);
      return text ? templatesIn(text.text).map((use) => ({ ...use, source: text })) : [];
    }),
  ];
}

/** Every template names a parameter, or `lab`. */
export const templatesAreDefined: Rule = (subject) => {
  const { parameters } = subject.fields;
  if (!parameters) return [];
  const known = [...Object.keys(parameters), 'lab'];
  return templatesOf(subject).flatMap(({ source, name, raw, offset }): Finding[] => {
    const report = (message: string) => [findingAt(source.file, source.at(offset), message)];
    if (!known.includes(name)) {
      return report(`${raw} is not a parameter of the lab${didYouMean(name, known)}`);
    }
    return raw === `{{${name}}}` ? [] : report(`write {{${name}}}, without spaces`);
  });
};
