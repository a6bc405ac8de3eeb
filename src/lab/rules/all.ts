import type { Finding } from '../../yaml/finding.ts';
import { filesOf } from '../files.ts';
import type { LabSource } from '../lab.ts';
import { markersNameNoFile, namedFilesExist } from './files.ts';
import { manifestsAreRight } from './manifests.ts';
import { breakingIsLast, externalChangesNothing, namespacesCanBeOwned } from './ownership.ts';
import type { Rule, Subject } from './rule.ts';
import { runsAreForVariants, runsFollowInLines } from './runs.ts';
import { scriptsAreStrict, scriptVariablesAreDefined } from './scripts.ts';
import { secretsAreSeeded } from './secrets.ts';
import { templatesAreDefined } from './templates.ts';

/** The rules that need nothing but the lab's folder. */
const RULES: readonly Rule[] = [
  namedFilesExist,
  markersNameNoFile,
  templatesAreDefined,
  secretsAreSeeded,
  scriptsAreStrict,
  scriptVariablesAreDefined,
  manifestsAreRight,
  namespacesCanBeOwned,
  externalChangesNothing,
  breakingIsLast,
  runsFollowInLines,
  runsAreForVariants,
];

/** Without fields there is nothing to look at. */
export function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function subjectOf(source: LabSource): Subject {
  return { source, fields: source.yaml.fields, files: filesOf(source.dir) };
}

/** All that a lab's folder shows to be wrong, lab.yaml's own mistakes included. */
export function folderFindings(subject: Subject): Finding[] {
  const { source } = subject;
  const rules = isMapping(source.yaml.document?.value) ? RULES : [];
  return [...source.findings, ...rules.flatMap((rule) => rule(subject))];
}
