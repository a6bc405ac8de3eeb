import { InfrastructureError, Interrupted, KnownError, UsageError } from '../errors.ts';
import { ComponentDown } from './component-down.ts';
import { type CheckDefinition, collect, type Grader } from './define.ts';
import type { Facts } from './facts.ts';
import type { GradedLab } from './lab.ts';
import { LedElsewhere } from './own-api.ts';
import { type GradeResult, scoreOf } from './score.ts';
import { type CheckResult, failed, isOutcome, type Outcome } from './verdict.ts';

export interface GradeOptions {
  now: () => number;
  /** Aborted by Ctrl-C: grading throws Interrupted. */
  signal: AbortSignal;
  /** Grade the checks of one part, and the gates of the whole lab. */
  part?: string | undefined;
  /** Each check's deadline is multiplied by it; 1 when not said. */
  patience?: number | undefined;
}

/** What one check found. Null: there is nothing to say. */
export type Finding = Pick<CheckResult, 'verdict' | 'expected' | 'actual' | 'differences' | 'why'>;

/** Tells what one check finds. Aborted when nobody asks for it any more; never rejects. */
export type Find = (check: CheckDefinition, signal: AbortSignal) => Promise<Finding>;

/** Runs all checks at once and adds up their points. Nothing that a check throws leaves here. */
export function gradeLab(
  grader: Grader,
  lab: GradedLab,
  facts: Facts,
  options: GradeOptions,
): Promise<GradeResult> {
  const { patience } = options;
  return gradeBy((check, signal) => attempt(check, facts, signal, patience), grader, lab, options);
}

/** The same from findings of any origin. */
export async function gradeBy(
  find: Find,
  grader: Grader,
  lab: GradedLab,
  options: GradeOptions,
): Promise<GradeResult> {
  const { wanted, needed } = checksOf(grader, lab, options.part);
  const results = runChecks(needed, find, options);
  const ids = new Set(wanted.map(({ id }) => id));
  const all = await orInterrupted(results, options.signal);
  return scoreOf(
    all.filter(({ id }) => ids.has(id)),
    lab,
  );
}

/**
 * The checks that count for a part, or for the whole lab, and those with all that they wait for.
 * Throws UsageError when the grader is not usable.
 */
export function checksOf(
  grader: Grader,
  lab: GradedLab,
  part?: string,
): { wanted: CheckDefinition[]; needed: CheckDefinition[] } {
  const { checks, problems } = collect(grader, lab);
  if (problems.length > 0) {
    throw new UsageError(`The grader of '${lab.id}' is not usable:\n  ${problems.join('\n  ')}`);
  }
  const wanted = checks.filter((check) => isIn(check, part));
  return { wanted, needed: withDependencies(wanted, checks) };
}

function isIn(check: CheckDefinition, part: string | undefined): boolean {
  return (
    part === undefined || check.part === part || (check.kind === 'gate' && check.part === null)
  );
}

/** Also the checks, of whatever part, that these wait for. */
function withDependencies(
  wanted: readonly CheckDefinition[],
  all: readonly CheckDefinition[],
): CheckDefinition[] {
  const needed = new Set<string>();
  const need = (id: string) => {
    if (needed.has(id)) return;
    needed.add(id);
    for (const other of all.find((check) => check.id === id)?.after ?? []) need(other);
  };
  for (const { id } of wanted) need(id);
  return all.filter(({ id }) => needed.has(id));
}

function runChecks(
  checks: readonly CheckDefinition[],
  find: Find,
  { now, signal }: GradeOptions,
): Promise<CheckResult[]> {
  const running = new Map<string, Promise<CheckResult>>();
  const start = (check: CheckDefinition): Promise<CheckResult> => {
    const known = running.get(check.id);
    if (known) return known;
    const started = now();
    const stop = new AbortController();
    const own = find(check, AbortSignal.any([signal, stop.signal]));
    const before = checks.filter(({ id }) => check.after.includes(id)).map(start);
    const result = firstNotPassed(before).then(async (blocker) => {
      const partial = blocker ? skippedFor(blocker) : await own;
      stop.abort();
      const { id, kind, part, points, title } = check;
      return { id, kind, part, points, title, ...partial, milliseconds: now() - started };
    });
    running.set(check.id, result);
    return result;
  };
  return Promise.all(checks.map(start));
}

/** Runs one check within its deadline, or so many times as long; never rejects. */
export async function attempt(
  check: CheckDefinition,
  facts: Facts,
  signal: AbortSignal,
  patience = 1,
): Promise<Finding> {
  const seconds = check.deadline * patience;
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new InfrastructureError(`No verdict within ${seconds} s.`));
      late.abort();
    }, seconds * 1000);
  });
  try {
    const look = async () => check.look(facts.until(AbortSignal.any([signal, late.signal])));
    return findingOf(await Promise.race([look(), expired]));
  } catch (error) {
    if (error instanceof LedElsewhere) return findingOf(believedNothing(error));
    const excused = await learnersOutage(error, facts).catch(() => undefined);
    return excused ? findingOf(excused) : errorOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Only a learner with all rights leads a part of the API elsewhere. */
function believedNothing({ apiService, service }: LedElsewhere): Outcome {
  const expected = `the API server itself serves ${apiService}`;
  return failed({ expected, actual: `APIService/${apiService} leads to ${service}` });
}

/** A program on a node answers well within this, unless the machine is too busy to tell slow from down. */
const PROMPT_MS = 2_000;

/**
 * The one way from something thrown to 'failed': the lab grades what is down, on a node that runs
 * and answers promptly.
 */
async function learnersOutage(error: unknown, facts: Facts): Promise<Outcome | undefined> {
  if (!(error instanceof ComponentDown) || !facts.grades(error.component)) return undefined;
  const asked = performance.now();
  if (!(await facts.nodeRuns()) || performance.now() - asked > PROMPT_MS) return undefined;
  return failed({ expected: `${error.component} answers`, actual: error.message });
}

const WORDLESS = { expected: null, actual: null, differences: null } as const;

function findingOf(outcome: Outcome): Finding {
  if (!isOutcome(outcome)) return errorOf(new Error('The check returned no verdict.'));
  if (outcome.verdict === 'passed') {
    return { verdict: 'passed', ...WORDLESS, why: null };
  }
  const { verdict, expected, actual = null, differences = null, why = null } = outcome;
  return { verdict, expected, actual, differences, why };
}

function errorOf(error: unknown): Finding {
  return { verdict: 'error', ...WORDLESS, why: inWords(error) };
}

/** A known problem is its sentence; a bug says where it was thrown. */
function inWords(error: unknown): string {
  if (error instanceof KnownError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return `${error.name}: ${error.message}${place ? ` (${place.trim()})` : ''}`;
}

function skippedFor({ id, verdict }: CheckResult): Finding {
  const state = { failed: 'failed', error: 'could not look', skipped: 'was skipped', passed: '' };
  return { verdict: 'skipped', ...WORDLESS, why: `'${id}' ${state[verdict]}` };
}

/** Resolves as soon as one of the results is not 'passed', or when all are. */
function firstNotPassed(
  results: readonly Promise<CheckResult>[],
): Promise<CheckResult | undefined> {
  return new Promise((resolve) => {
    for (const result of results) {
      void result.then((check) => {
        if (check.verdict !== 'passed') resolve(check);
      });
    }
    void Promise.all(results).then(() => resolve(undefined));
  });
}

async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new Interrupted();
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(new Interrupted());
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
