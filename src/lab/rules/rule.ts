import type { Finding, Position, Severity } from '../../yaml/finding.ts';
import type { Path } from '../../yaml/parse.ts';
import { findingAt } from '../../yaml/source.ts';
import type { LabFiles } from '../files.ts';
import type { LabSource } from '../lab.ts';
import type { LabFile } from '../schema.ts';

/** What a rule looks at. Fields with a mistake of their own are left out: they were reported. */
export interface Subject {
  source: LabSource;
  fields: Partial<LabFile>;
  files: LabFiles;
}

/** Looks at one side of a lab and returns all that is wrong there. */
export type Rule = (subject: Subject) => Finding[];

/** A finding at a value of lab.yaml. */
export function atValue(
  { source }: Pick<Subject, 'source'>,
  path: Path,
  message: string,
  severity: Severity = 'error',
): Finding {
  const { document, source: text } = source.yaml;
  const at: Position = document?.at(path) ?? text.at(0);
  return findingAt(source.file, at, message, severity);
}

/** A finding at a key of lab.yaml. */
export function atKey(
  { source }: Pick<Subject, 'source'>,
  path: Path,
  message: string,
  severity: Severity = 'error',
): Finding {
  const { document, source: text } = source.yaml;
  const at: Position = document?.keyAt(path) ?? text.at(0);
  return findingAt(source.file, at, message, severity);
}
