import path from 'node:path';
import type { Finding } from '../../yaml/finding.ts';
import { didYouMean } from '../../yaml/nearest.ts';
import { findingAt } from '../../yaml/source.ts';
import type { LintHelp } from '../lint.ts';
import { variableOf, variablesIn } from '../script.ts';
import { fileUses } from '../uses.ts';
import { isMapping } from './all.ts';
import { atKey, atValue, type Subject } from './rule.ts';
import { scriptsOf, solutionUsesWhatIsShown } from './scripts.ts';
import { templatesOf } from './templates.ts';

const RIGHT = 2;
const WRONG = 4;

/** What a lab of ours lacks, though it could be started. */
export function completenessFindings(
  subject: Subject,
  clusters: LintHelp['clusters'],
  parametersUsed: readonly string[] | undefined,
): Finding[] {
  if (!isMapping(subject.source.yaml.document?.value)) return [];
  return [
    ...topology(subject, clusters),
    ...proofs(subject),
    ...solutionUsesWhatIsShown(subject),
    ...strayFiles(subject),
    ...unusedParameters(subject, parametersUsed),
  ];
}

function topology(subject: Subject, clusters: LintHelp['clusters']): Finding[] {
  const { cluster, seed = [] } = subject.fields;
  if (cluster === undefined) return [];
  const found = clusters.get(cluster);
  if (!found) {
    const near = didYouMean(cluster, clusters.keys());
    return [atValue(subject, ['cluster'], `there is no topology "${cluster}"${near}`)];
  }
  const names = found.nodes.map(({ name }) => name);
  return seed.flatMap((step, index) =>
    'on' in step && !names.includes(step.on)
      ? [
          atValue(
            subject,
            ['seed', index, 'on'],
            `the topology ${cluster} has no node "${step.on}"; it has ${names.join(', ')}`,
          ),
        ]
      : [],
  );
}

/** A lab proves its grader by other right ways and by mistakes, and helps the learner. */
function proofs(subject: Subject): Finding[] {
  const { right, wrong, hints } = subject.fields;
  const few = (name: string, have: number, want: number) =>
    atKey(subject, [name], `${name} needs at least ${want} scripts, not ${have}`, 'warning');
  const count = (entries: object) => Object.keys(entries).length;
  return [
    ...(right && count(right) < RIGHT ? [few('right', count(right), RIGHT)] : []),
    ...(wrong && count(wrong) < WRONG ? [few('wrong', count(wrong), WRONG)] : []),
    ...(hints?.length === 0 ? [atKey(subject, ['hints'], 'there are no hints', 'warning')] : []),
  ];
}

/** Files that neither lab.yaml nor one of its scripts names. */
function strayFiles(subject: Subject): Finding[] {
  const { source, fields, files } = subject;
  if (!fields.seed || !fields.right || !fields.wrong || !fields.solution) return [];
  const uses = fileUses(fields);
  const named = new Set(['lab.yaml', 'task.md', ...uses.map(({ name }) => name)]);
  const folders = uses.flatMap(({ name, kind }) => (kind === 'folder' ? [`${name}/`] : []));
  const scripts = scriptsOf(subject).map(({ text }) => text);
  return files
    .names()
    .filter(
      (name) =>
        !named.has(name) &&
        !folders.some((folder) => name.startsWith(folder)) &&
        !scripts.some((text) => text.includes(path.basename(name))),
    )
    .map((name) =>
      findingAt(
        path.join(source.dir, name),
        { line: 1, column: 1 },
        'nothing in the lab refers to this file',
        'warning',
      ),
    );
}

function unusedParameters(subject: Subject, parametersUsed?: readonly string[]): Finding[] {
  const { parameters, seed, right, wrong, solution } = subject.fields;
  // Where a field could not be read, or the grader, a use may be hidden.
  if (!parameters || !seed || !right || !wrong || !solution || !parametersUsed) return [];
  const templates = new Set(templatesOf(subject).map(({ name }) => name));
  const variables = new Set(
    scriptsOf(subject).flatMap(({ text }) => variablesIn(text).map(({ name }) => name)),
  );
  return Object.keys(parameters)
    .filter((name) => !templates.has(name) && !variables.has(variableOf(name)))
    .filter((name) => !parametersUsed.includes(name))
    .map((name) =>
      atKey(subject, ['parameters', name], `nothing uses the parameter ${name}`, 'warning'),
    );
}
