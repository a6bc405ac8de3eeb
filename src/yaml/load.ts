import type { z } from 'zod';
import { parseYaml, type YamlDocument } from './parse.ts';
import { findingAt, type Source } from './source.ts';
import { type Validated, validate } from './validate.ts';

export interface Loaded<T> extends Validated<T> {
  source: Source;
  /** Undefined when the text is not YAML or is empty. */
  document: YamlDocument | undefined;
}

/** Reads a file of one document against its schema; every mistake is a finding. Never throws. */
export function load<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  source: Source,
): Loaded<z.output<z.ZodObject<Shape, z.core.$strict>>> {
  const { documents, findings } = parseYaml(source);
  const [document, second] = documents;
  if (!document) {
    const empty = findingAt(source.file, source.at(0), 'the file is empty');
    const all = findings.length > 0 ? findings : [empty];
    return { source, document, value: undefined, fields: {}, findings: all };
  }
  if (second) {
    findings.push(findingAt(source.file, second.at([]), 'only one document belongs in this file'));
  }
  const validated = validate(schema, document, source);
  return { ...validated, source, document, findings: [...findings, ...validated.findings] };
}
