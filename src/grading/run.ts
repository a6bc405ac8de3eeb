import { InfrastructureError, Interrupted, KnownError, UsageError } from '../errors.ts';
import { ComponentDown } from './component-down.ts';
import { type CheckDefinition, collect, type Grader } from './define.ts';
import type { Facts } from './facts.ts';
import type { GradedLab } from './lab.ts';
import { type GradeResult, scoreOf } from './score.ts';
import { type CheckResult, failed, isOutcome, type Outcome } from './verdict.ts';

export interface GradeOptions {
  now: () => number;
  /** Aborted by Ctrl-C: grading throws Interrupted. */
  signal: AbortSignal;
  /** Grade the checks of one part, and the gates of the whole lab. */
  part?: string | undefined;
}

/** Runs all checks at once and adds up their points. Nothing that a check throws leaves here. */
export async function gradeLab(
  grader: Grader,
  lab: GradedLab,
  facts: Facts,
  options: GradeOptions,
): Promise<GradeResult> {
  const { checks, problems } = collect(grader, lab);
  if (problems.length > 0) {
    throw new UsageError(`The grader of '${lab.id}' is not usable:\n  ${problems.join('\n  ')}`);
  }
  const wanted = checks.filter((check) => isIn(check, options.part));
  const results = runChecks(withDependencies(wanted, checks), facts, options);
  const ids = new Set(wanted.map(({ id }) => id));
  const all = await orInterrupted(results, options.signal);
  return scoreOf(
    all.filter(({ id }) => ids.has(id)),
    lab,
  );
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
  facts: Facts,
  { now, signal }: GradeOptions,
): Promise<CheckResult[]> {
  const running = new Map<string, Promise<CheckResult>>();
  const start = (check: CheckDefinition): Promise<CheckResult> => {
    const known = running.get(check.id);
    if (known) return known;
    const started = now();
    const stop = new AbortController();
    const own = attempt(check, facts, AbortSignal.any([signal, stop.signal]));
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

type Part = Pick<CheckResult, 'verdict' | 'expected' | 'actual' | 'why'>;

/** Runs one check within its deadline; never rejects. */
async function attempt(check: CheckDefinition, facts: Facts, signal: AbortSignal): Promise<Part> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new InfrastructureError(`No verdict within ${check.deadline} s.`));
      late.abort();
    }, check.deadline * 1000);
  });
  try {
    const look = async () => check.look(facts.until(AbortSignal.any([signal, late.signal])));
    return partOf(await Promise.race([look(), expired]));
  } catch (error) {
    const excused = await learnersOutage(error, facts).catch(() => undefined);
    return excused ? partOf(excused) : errorOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** The one way from something thrown to 'failed': the lab grades what is down, on a node that runs. */
async function learnersOutage(error: unknown, facts: Facts): Promise<Outcome | undefined> {
  if (!(error instanceof ComponentDown) || !facts.grades(error.component)) return undefined;
  if (!(await facts.nodeRuns())) return undefined;
  return failed({ expected: `${error.component} answers`, actual: error.message });
}

function partOf(outcome: Outcome): Part {
  if (!isOutcome(outcome)) return errorOf(new Error('The check returned no verdict.'));
  if (outcome.verdict === 'passed') {
    return { verdict: 'passed', expected: null, actual: null, why: null };
  }
  const { verdict, expected, actual, why = null } = outcome;
  return { verdict, expected, actual, why };
}

function errorOf(error: unknown): Part {
  return { verdict: 'error', expected: null, actual: null, why: inWords(error) };
}

/** A known problem is its sentence; a bug says where it was thrown. */
function inWords(error: unknown): string {
  if (error instanceof KnownError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return `${error.name}: ${error.message}${place ? ` (${place.trim()})` : ''}`;
}

function skippedFor({ id, verdict }: CheckResult): Part {
  const state = { failed: 'failed', error: 'could not look', skipped: 'was skipped', passed: '' };
  return { verdict: 'skipped', expected: null, actual: null, why: `'${id}' ${state[verdict]}` };
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
