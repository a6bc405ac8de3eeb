import { Interrupted, messageOf } from '../errors.ts';
import { begin, elapsed, type Moment, remaining } from './clock.ts';
import { settle } from './navigate.ts';
import type { ExamRecord, ExamTask } from './record.ts';
import { createUpkeep, type Means, type Upkeep } from './upkeep.ts';
import type { Time } from './uptime.ts';

/** What the keeper works with: the record, and what is done on clusters. */
export interface Keeping extends Means {
  time: Time;
  read(): Promise<ExamRecord | undefined>;
  update(change: (exam: ExamRecord) => void): Promise<ExamRecord>;
  /** Takes all that the learner works with. May be done again. */
  freeze(exam: ExamRecord): Promise<void>;
  /** Lets nothing at all go on in clusters that are up, until they are graded. */
  hold(exam: ExamRecord): Promise<void>;
  /**
   * Grades what stands; the record is `graded` then, with the report. `late`: milliseconds since
   * work ended.
   */
  grade(exam: ExamRecord, late: number): Promise<void>;
  /** Adds the results to the learner's history, each once however often this is done. */
  keep(exam: ExamRecord): Promise<void>;
  /** Deletes hosts and clusters; the record stays. */
  remove(exam: ExamRecord): Promise<void>;
}

/** So often the record is looked at: a command may have submitted the exam. */
const LOOK_MS = 300;
/** So often the time is written: what a clock that is set while the machine is off can change. */
const WRITE_MS = 10_000;
/** Grading that can't begin so soon must find what it grades as it was left. */
const AT_ONCE_MS = 2000;
const AGAIN_MS = 15_000;
const TRIES = 4;

/** The task with which the clock begins: the first that can be worked on at all. */
export function firstTask(exam: ExamRecord): ExamTask | undefined {
  return exam.tasks.find(({ state }) => state !== 'lost');
}

/** What is to be done about the time of an exam that is not closing yet. */
function nextStep(
  exam: ExamRecord,
  now: Moment,
  isOpen: (number: number) => boolean,
): 'wait' | 'begin' | 'write' | 'close' {
  if (exam.phase === 'preparing') {
    const first = firstTask(exam);
    return first?.state === 'ready' && isOpen(first.number) ? 'begin' : 'wait';
  }
  if (exam.endedBy !== null || remaining(exam.clock, exam.blueprint.minutes, now) === 0) {
    return 'close';
  }
  return exam.clock.at && elapsed(exam.clock.at, now) < WRITE_MS ? 'wait' : 'write';
}

/** Keeps an exam until it is graded; what was done before is not done again. */
export async function keepExam(keeping: Keeping): Promise<void> {
  const exam = await untilWorkEnds(keeping);
  if (exam?.phase === 'closing') {
    await persistently(keeping, async () => {
      // Again, for what came up while work was being ended, or with a reboot.
      await keeping.freeze(exam);
      await keeping.grade(exam, exam.clock.at ? elapsed(exam.clock.at, keeping.time()) : 0);
    });
  }
  const graded = await keeping.read();
  if (graded?.phase !== 'graded') return;
  await keeping.keep(graded);
  await persistently(keeping, () => keeping.remove(graded));
}

/** Nobody may be there to try again when the time is up. */
async function persistently(keeping: Keeping, work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Interrupted || tries === TRIES) throw error;
      keeping.note(messageOf(error));
      await keeping.pause(AGAIN_MS);
    }
  }
}

/** The record once work has ended; undefined when there is none any more. */
async function untilWorkEnds(keeping: Keeping): Promise<ExamRecord | undefined> {
  const stop = new AbortController();
  const upkeep = createUpkeep(keeping, stop.signal);
  if (await keeping.read()) await keeping.update(forgetPlaces);
  try {
    for (;;) {
      const ended = upkeep.ended();
      const exam = await keeping.read();
      if (!exam || exam.phase === 'closing' || exam.phase === 'graded') return exam;
      const step = nextStep(exam, keeping.time(), (number) => upkeep.isOpen(exam, number));
      if (step === 'close') {
        stop.abort();
        return await close(keeping, upkeep);
      }
      if (step === 'begin') await keeping.update((exam) => beginWork(exam, keeping.time()));
      if (step === 'write') await keeping.update((exam) => settle(exam, keeping.time()));
      if (step === 'wait' && exam.phase === 'preparing') failIfVain(upkeep, exam, ended);
      // Only now: after a reboot the time may have been up.
      upkeep.look(exam);
      await keeping.pause(LOOK_MS);
    }
  } finally {
    stop.abort();
    await upkeep.settled();
  }
}

/** Throws what is in the way when nothing comes any more with which the clock could begin. */
function failIfVain(upkeep: Upkeep, exam: ExamRecord, ended: { error: unknown } | undefined): void {
  const first = firstTask(exam);
  const failure = first?.state === 'ready' ? upkeep.stuck(exam, first.number) : ended;
  if (failure) throw failure.error;
}

/** After a reboot no host runs, whatever the record says: each is opened anew. */
function forgetPlaces({ phase, clusters }: ExamRecord): void {
  if (phase === 'closing' || phase === 'graded') return;
  for (const cluster of Object.values(clusters)) cluster.host = null;
}

function beginWork(exam: ExamRecord, now: Moment): void {
  if (exam.phase !== 'preparing') return;
  exam.phase = 'running';
  exam.clock = begin(now);
}

/** Ends work: what happens to the clusters from here on is not the learner's. */
async function close(keeping: Keeping, upkeep: Upkeep): Promise<ExamRecord> {
  const exam = await keeping.update((exam) => {
    settle(exam, keeping.time());
    exam.endedBy ??= 'deadline';
    exam.phase = 'closing';
  });
  // Tried again before it is graded.
  await keeping.freeze(exam).catch((error) => keeping.note(messageOf(error)));
  const settled = upkeep.settled().then(() => true);
  // What is half-made must be undone before anything is graded.
  if (!(await Promise.race([settled, keeping.pause(AT_ONCE_MS).then(() => false)]))) {
    await keeping.hold(exam);
  }
  return exam;
}
