import { existsSync } from 'node:fs';
import { messageOf } from '../../errors.ts';
import type { Finding } from '../../yaml/finding.ts';
import { didYouMean } from '../../yaml/nearest.ts';
import { findingAt, sourceOf } from '../../yaml/source.ts';
import { readSource } from '../files.ts';
import { templatesIn } from '../template.ts';
import { atKey, atValue, type Subject } from './rule.ts';

export interface CheckView {
  id: string;
  kind: 'check' | 'gate';
  points: number;
  title: string;
  part?: string | null;
  /** Ids of the checks that it depends on. */
  after: readonly string[];
}

/** What a grader would check in a lab. */
export interface GraderView {
  checks: readonly CheckView[];
  /** Names of the parameters that it reads. */
  parametersUsed: readonly string[];
  /** What the grader itself finds wrong, each a sentence. */
  problems?: readonly string[];
}

export function graderMissing(subject: Subject, problem: unknown): Finding[] {
  const { graderFile } = subject.source;
  if (!existsSync(graderFile)) {
    return [atValue(subject, ['id'], `the lab has no grader: ${graderFile} does not exist`)];
  }
  return [findingAt(graderFile, { line: 1, column: 1 }, `can't be loaded: ${messageOf(problem)}`)];
}

/** Whether lab.yaml, the task and the grader say the same. */
export function graderFindings(subject: Subject, grader: GraderView): Finding[] {
  return [
    ...wrongIds(subject, grader),
    ...pointsOf(subject, grader),
    ...checksOf(subject, grader),
    ...literals(subject, grader),
  ];
}

/** `fails` names checks that exist. */
function wrongIds(subject: Subject, { checks }: GraderView): Finding[] {
  const ids = checks.map(({ id }) => id);
  return Object.entries(subject.fields.wrong ?? {}).flatMap(([name, { fails }]) =>
    fails.flatMap((id, index) =>
      ids.includes(id)
        ? []
        : [
            atValue(
              subject,
              ['wrong', name, 'fails', index],
              `the grader has no check "${id}"${didYouMean(id, ids)}`,
            ),
          ],
    ),
  );
}

function pointsOf(subject: Subject, { checks }: GraderView): Finding[] {
  const sum = checks.reduce((total, { points }) => total + points, 0);
  const { points } = subject.fields;
  if (points === undefined || points === sum) return [];
  return [atValue(subject, ['points'], `points is ${points}, but the grader's checks have ${sum}`)];
}

/** The grader's own side: parts, order, ids. */
function checksOf(subject: Subject, { checks, problems = [] }: GraderView): Finding[] {
  const { parts = [] } = subject.fields;
  const { graderFile } = subject.source;
  const text = readSource(graderFile) ?? sourceOf(graderFile, '');
  const report = (id: string, message: string) => {
    const offset = Math.max(0, text.text.search(new RegExp(`(?<=['"\`])${id}['"\`]`)));
    return findingAt(graderFile, text.at(offset), message);
  };
  if (problems.length > 0) {
    return problems.map((problem) => findingAt(graderFile, text.at(0), problem));
  }
  const ids = checks.map(({ id }) => id);
  const partIds = parts.map(({ id }) => id);
  const idle = parts.flatMap(({ id }, index) =>
    checks.some(({ part }) => part === id)
      ? []
      : [atValue(subject, ['parts', index, 'id'], `no check of the grader is in the part "${id}"`)],
  );
  return [
    ...idle,
    ...checks.flatMap(({ id, kind, part, after }, index): Finding[] => [
      ...(ids.indexOf(id) < index ? [report(id, `two checks have the id "${id}"`)] : []),
      ...after
        .filter((other) => !ids.includes(other))
        .map((other) =>
          report(
            other,
            `"${id}" comes after "${other}", which is no check${didYouMean(other, ids)}`,
          ),
        ),
      ...(part != null && !partIds.includes(part)
        ? [report(part, `"${id}" is in the part "${part}", which the lab has not`)]
        : []),
      ...(part == null && kind === 'check' && parts.length > 0
        ? [report(id, `"${id}" is in no part of the lab`)]
        : []),
    ]),
  ];
}

/** What a check asserts stands in the task: each parameter that the grader reads. */
function literals(subject: Subject, { parametersUsed }: GraderView): Finding[] {
  const { fields, files } = subject;
  const task = files.read('task.md');
  if (!task || !fields.parameters) return [];
  const inTask = new Set(templatesIn(task.text).map(({ name }) => name));
  return parametersUsed
    .filter((name) => Object.hasOwn(fields.parameters ?? {}, name) && !inTask.has(name))
    .map((name) =>
      atKey(
        subject,
        ['parameters', name],
        `the grader uses ${name}, but task.md has no {{${name}}}`,
      ),
    );
}
