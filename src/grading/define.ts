import { InfrastructureError } from '../errors.ts';
import type { Subject } from './access/subject.ts';
import type { Facts } from './facts.ts';
import type { GradedLab } from './lab.ts';
import type { Outcome } from './verdict.ts';

const GRADER: unique symbol = Symbol.for('cka-lab.grader') as never;

/** Looks at a cluster and decides. Whatever it throws is our problem, never the learner's. */
export type Look = (facts: Facts) => Promise<Outcome>;

/** Something that was kept on the host when the lab was seeded. */
export type Kept = (facts: Pick<Facts, 'recorded'>) => string;

/** What a grader knows of its lab: the parameters' values, and what is kept at each start. */
export interface LabView {
  readonly id: string;
  param(name: string): string;
  /** A value of `secrets:` in lab.yaml, as it stands in the seeded objects. */
  secret(name: string): Kept;
  /** What the seed script with this `record:` printed. */
  printed(name: string): Kept;
  /** The service account whose name and namespace these two parameters hold. */
  serviceAccount(
    parameter: string,
    namespaceParameter?: string,
  ): Extract<Subject, { kind: 'ServiceAccount' }>;
}

export interface CheckDefinition {
  id: string;
  kind: 'check' | 'gate';
  points: number;
  title: string;
  look: Look;
  /** Ids of the checks without which this one says nothing. */
  after: string[];
  part: string | null;
  /** Seconds after which the check is an error. */
  deadline: number;
}

/** Says more about a check; each call returns the same object. */
export interface CheckOptions {
  /** Skip this check unless all of these passed. */
  after(...ids: string[]): CheckOptions;
  /** Seconds that it may take; 10 when not said. */
  within(seconds: number): CheckOptions;
  /** The part of the lab that it belongs to. */
  in(part: string): CheckOptions;
}

export interface Definers {
  lab: LabView;
  check(id: string, points: number, title: string, look: Look): CheckOptions;
  /** A check of 0 points whose failure voids the score. */
  gate(id: string, title: string, look: Look): CheckOptions;
}

export interface Grader {
  readonly [GRADER]: true;
  readonly define: (definers: Definers) => void;
}

export interface Definition {
  checks: CheckDefinition[];
  /** Names of the parameters that the grader reads. */
  parameters: string[];
  /** What is wrong with the grader, each a sentence; such a grader can't grade. */
  problems: string[];
}

/** What a grader's file exports by default. */
export function grader(define: (definers: Definers) => void): Grader {
  return { [GRADER]: true, define };
}

export function isGrader(value: unknown): value is Grader {
  return typeof value === 'object' && value !== null && GRADER in value;
}

const DEFAULT_DEADLINE_S = 10;

/** A grader's checks for one lab. Needs no cluster. */
export function collect(
  { define }: Grader,
  lab: Pick<GradedLab, 'id' | 'parameters' | 'parts' | 'secrets' | 'printed'>,
): Definition {
  const checks: CheckDefinition[] = [];
  const read = new Set<string>();
  const add = (check: Omit<CheckDefinition, 'after' | 'part' | 'deadline'>): CheckOptions => {
    const definition = { ...check, after: [], part: null, deadline: DEFAULT_DEADLINE_S };
    checks.push(definition);
    return optionsOf(definition);
  };
  const param = (name: string) => {
    read.add(name);
    return lab.parameters[name] ?? '';
  };
  const kept: KeptUse[] = [];
  const keep = (list: KeptUse['list'], name: string): Kept => {
    kept.push({ list, name });
    return ({ recorded }) => keptValue(recorded[list], name);
  };
  define({
    lab: {
      id: lab.id,
      param,
      serviceAccount: (name, namespace = 'namespace') => ({
        kind: 'ServiceAccount',
        name: param(name),
        namespace: param(namespace),
      }),
      secret: (name) => keep('secrets', name),
      printed: (name) => keep('printed', name),
    },
    check: (id, points, title, look) => add({ id, kind: 'check', points, title, look }),
    gate: (id, title, look) => add({ id, kind: 'gate', points: 0, title, look }),
  });
  const unknown = [...read].filter((name) => lab.parameters[name] === undefined);
  return {
    checks,
    parameters: [...read],
    problems: [
      ...unknown.map((name) => `The grader reads the parameter '${name}', which the lab has not.`),
      ...unknownKept(kept, lab),
      ...problemsOf(checks, new Set(lab.parts.map(({ id }) => id))),
    ],
  };
}

interface KeptUse {
  list: 'secrets' | 'printed';
  name: string;
}

function unknownKept(kept: readonly KeptUse[], lab: Pick<GradedLab, KeptUse['list']>): string[] {
  const what = { secrets: 'secret', printed: 'record of a seed script' };
  return kept
    .filter(({ list, name }) => !lab[list].includes(name))
    .map(
      ({ list, name }) => `The grader reads the ${what[list]} '${name}', which the lab has not.`,
    );
}

/** Throws where the lab was started before its files asked for this value. */
function keptValue(values: Readonly<Record<string, string>> | undefined, name: string): string {
  const value = values?.[name];
  if (value !== undefined) return value;
  throw new InfrastructureError(`'${name}' was not kept when the lab was started.`, {
    next: 'Run `cka-lab reset`.',
  });
}

function optionsOf(check: CheckDefinition): CheckOptions {
  const options: CheckOptions = {
    after(...ids) {
      check.after.push(...ids);
      return options;
    },
    within(seconds) {
      check.deadline = seconds;
      return options;
    },
    in(part) {
      check.part = part;
      return options;
    },
  };
  return options;
}

function problemsOf(checks: readonly CheckDefinition[], parts: ReadonlySet<string>): string[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const problems = checks.flatMap((check, index) => {
    const { id, kind, points, part, after, deadline } = check;
    const unknown = after.filter((other) => !byId.has(other));
    return [
      ...(checks.findIndex((other) => other.id === id) < index
        ? [`Two checks are called '${id}'.`]
        : []),
      ...(kind === 'check' && !(points > 0) ? [`Check '${id}' needs points above 0.`] : []),
      ...(deadline > 0 ? [] : [`Check '${id}' needs a deadline above 0 seconds.`]),
      ...(part !== null && !parts.has(part)
        ? [`Check '${id}' is in part '${part}', which the lab has not.`]
        : []),
      ...unknown.map((other) => `Check '${id}' is after '${other}', which no check is called.`),
    ];
  });
  if (!checks.some(({ kind }) => kind === 'check')) problems.push('The grader has no check.');
  const cycle = findCycle(byId);
  if (cycle) problems.push(`Checks wait for each other: ${cycle.join(' → ')}.`);
  return problems;
}

function findCycle(byId: ReadonlyMap<string, CheckDefinition>): string[] | undefined {
  const done = new Set<string>();
  const walk = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of byId.get(id)?.after ?? []) {
      const cycle = walk(next, [...path, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of byId.keys()) {
    const cycle = walk(id, []);
    if (cycle) return cycle;
  }
  return undefined;
}
