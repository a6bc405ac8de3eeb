import type { Grader } from '../grading/define.ts';
import { factsFrom, type Ways } from '../grading/facts.ts';
import type { GradedLab } from '../grading/lab.ts';
import type { Recorded } from '../grading/record.ts';
import { attempt, checksOf, type Finding, gradeBy } from '../grading/run.ts';
import type { GradeResult } from '../grading/score.ts';
import type { Connection } from '../kube/connection.ts';
import { createAgenda } from './agenda.ts';
import { noting } from './noting.ts';
import { POLLED, touches } from './source.ts';
import { type Read, Trail } from './trail.ts';
import { createWatches } from './watches.ts';

export interface Followed {
  grader: Grader;
  lab: GradedLab;
  part: string | undefined;
  recorded: Recorded;
  /** The lab's own. */
  namespaces: readonly string[];
  ways: Ways;
  /** For watches: each holds a connection as long as it lasts. */
  watching: Connection;
  now: () => number;
  /** Ends it. */
  signal: AbortSignal;
}

/**
 * Grades, and again whatever a change may have turned, until the signal is aborted. Each check is
 * looked at by itself, when something changes that its last look has read; what can't be watched,
 * and what could not be looked at, is polled.
 */
export async function follow(
  { grader, lab, part, recorded, namespaces, ways, watching, now, signal }: Followed,
  onResult: (result: GradeResult) => Promise<void>,
): Promise<void> {
  const { needed } = checksOf(grader, lab, part);
  const byId = new Map(needed.map((check) => [check.id, check]));
  const agenda = createAgenda();
  const readBy = new Map<string, ReadonlySet<Read>>();
  const found = new Map<string, Finding>();
  const shown = new Map<string, Finding>();
  const running = new Set<string>();
  const due = new Set(needed.map(({ id }) => id));
  /** Their last finding is of before they had to wait for another check. */
  const outdated = new Set<string>();
  let fresh = false;
  const alarm = createAlarm(signal);

  const watches = createWatches(watching, signal, (changed, seen) => {
    for (const [id, reads] of readBy) {
      const isConcerned = [...reads].some((read) => read !== POLLED && touches(changed, read));
      if (isConcerned) agenda[seen ? 'changed' : 'once'](id, now());
    }
    alarm.ring();
  });

  const isBlocked = (id: string): boolean =>
    byId.get(id)?.after.some((other) => !hasPassed(other) || isBlocked(other)) ?? false;
  const hasPassed = (id: string) => found.get(id)?.verdict === 'passed';

  const look = async (id: string) => {
    const check = byId.get(id);
    if (!check) return;
    running.add(id);
    // Until the look is over, what the one before it read counts too.
    const either = new Set(readBy.get(id));
    readBy.set(id, either);
    const trail = new Trail((read) => {
      either.add(read);
      if (read !== POLLED) watches.open(read);
    });
    const observed = noting(ways, namespaces, (read) => trail.note(read));
    // No lag: instead of being asked again while it fails, a check is looked at again later.
    const facts = factsFrom(observed, { lab, recorded, signal, lag: 0, reads: trail });
    const started = now();
    const finding = await attempt(check, facts, signal);
    readBy.set(id, trail.reads);
    const isError = finding.verdict === 'error';
    const hasOther = found.has(id) && !outdated.has(id);
    // The network may not do yet what its policies say, for instance; asked again, it will.
    if (!(isError && hasOther && agenda.isSettling(id, started))) found.set(id, finding);
    running.delete(id);
    outdated.delete(id);
    const unwatched = [...trail.reads].some((read) => read === POLLED || watches.refuses(read));
    if (unwatched || isError) agenda.later(id, now());
    fresh = true;
    alarm.ring();
  };

  const publish = async () => {
    const result = await gradeBy(
      async ({ id }) => ((outdated.has(id) && shown.get(id)) || found.get(id)) as Finding,
      grader,
      lab,
      { now, signal, part },
    );
    for (const check of result.checks) shown.set(check.id, check);
    await onResult(result);
  };

  while (!signal.aborted) {
    for (const id of agenda.take(now())) due.add(id);
    for (const id of due) {
      // One that is being looked at, or waits for another, stays due.
      if (running.has(id)) continue;
      if (isBlocked(id)) {
        outdated.add(id);
        continue;
      }
      due.delete(id);
      void look(id);
    }
    // The first result is of all checks; after it, those that are done don't wait for the others.
    if (fresh && (shown.size > 0 || running.size === 0)) {
      fresh = false;
      await publish();
    }
    const next = agenda.next();
    await alarm.wait(next === undefined ? undefined : next - now());
  }
}

/** Lets a loop sleep until something rings, some milliseconds are over, or the signal is aborted. */
function createAlarm(signal: AbortSignal) {
  let rung = false;
  let wake = () => {};
  const ring = () => {
    rung = true;
    wake();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    async wait(milliseconds: number | undefined): Promise<void> {
      if (!rung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (milliseconds !== undefined) timer = setTimeout(resolve, Math.max(0, milliseconds));
        });
        clearTimeout(timer);
      }
      rung = false;
    },
  };
}
