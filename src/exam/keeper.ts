import { InfrastructureError, messageOf } from '../errors.ts';
import type { ExamReport } from '../report/exam-model.ts';
import { begin, elapsed, type Moment, remaining } from './clock.ts';
import { settle } from './navigate.ts';
import type { ExamRecord, ExamTask } from './record.ts';
import type { Time } from './uptime.ts';

/** What the keeper works with: the record, and what is done on clusters. */
export interface Keeping {
  time: Time;
  read(): Promise<ExamRecord | undefined>;
  update(change: (exam: ExamRecord) => void): Promise<ExamRecord>;
  /** Throws Interrupted when the keeper, or what the signal is for, is to end. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
  note(text: string): void;
  /** Brings up what is not up yet; ends when every task is ready or lost, or by the signal. */
  provision(signal: AbortSignal): Promise<void>;
  /** Takes all that the learner works with. May be done again. */
  freeze(exam: ExamRecord): Promise<void>;
  /** Lets nothing at all go on in clusters that are up, until they are graded. */
  hold(exam: ExamRecord): Promise<void>;
  /** Grades what stands; grading began `lateSeconds` after work ended. */
  grade(exam: ExamRecord, lateSeconds: number): Promise<ExamReport>;
  /** Adds the result to the learner's history, once however often it is asked. */
  keep(exam: ExamRecord, report: ExamReport): Promise<void>;
  /** Deletes hosts and clusters; the record stays. */
  remove(exam: ExamRecord): Promise<void>;
}

/** So often the record is looked at: a command may have submitted the exam. */
const LOOK_MS = 300;
/** So often the time is written: what a clock that is set while the machine is off can change. */
const WRITE_MS = 10_000;
const AGAIN_MS = 30_000;
/** Grading that can't begin so soon must find what it grades as it was left. */
const AT_ONCE_MS = 2000;
/** Grading that begins later than this is said to be late. */
const LATE_MS = 60_000;

/** The task with which the clock begins: the first that can be worked on at all. */
export function firstTask(exam: ExamRecord): ExamTask | undefined {
  return exam.tasks.find(({ state }) => state !== 'lost');
}

/** What is to be done with an exam that is not closing yet. */
export function nextStep(exam: ExamRecord, now: Moment): 'wait' | 'begin' | 'write' | 'close' {
  if (exam.phase === 'preparing') return firstTask(exam)?.state === 'ready' ? 'begin' : 'wait';
  if (exam.endedBy !== null || remaining(exam.clock, exam.blueprint.minutes, now) === 0) {
    return 'close';
  }
  return exam.clock.at && elapsed(exam.clock.at, now) < WRITE_MS ? 'wait' : 'write';
}

/** Keeps an exam until it is graded; what was done before is not done again. */
export async function keepExam(keeping: Keeping): Promise<void> {
  const exam = await untilWorkEnds(keeping);
  if (exam?.phase === 'closing') await gradeNow(keeping, exam);
  const graded = await keeping.read();
  if (graded?.phase === 'graded') await keeping.remove(graded);
}

/** The record once work has ended; undefined when there is none any more. */
async function untilWorkEnds(keeping: Keeping): Promise<ExamRecord | undefined> {
  const stop = new AbortController();
  let provisioning: Provisioning | undefined;
  try {
    for (;;) {
      const ended = provisioning?.ended;
      const exam = await keeping.read();
      if (!exam || exam.phase === 'closing' || exam.phase === 'graded') return exam;
      const step = nextStep(exam, keeping.time());
      if (step === 'close') {
        stop.abort();
        return await close(keeping, provisioning);
      }
      if (step === 'begin') await keeping.update((exam) => beginWork(exam, keeping.time()));
      if (step === 'write') await keeping.update((exam) => settle(exam, keeping.time()));
      if (step === 'wait' && exam.phase === 'preparing' && ended) throw ended.error;
      // Only now: after a reboot the time may have been up.
      provisioning ??= startProvisioning(keeping, stop.signal);
      await keeping.pause(LOOK_MS);
    }
  } finally {
    stop.abort();
    await provisioning?.settled;
  }
}

interface Provisioning {
  /** Set when it ended, be it well: before work has begun there is no more to wait for then. */
  ended: { error: unknown } | undefined;
  /** Never rejects. */
  settled: Promise<void>;
}

/** While the clock runs a failure is tried again: the clock goes on whatever happens. */
function startProvisioning(keeping: Keeping, signal: AbortSignal): Provisioning {
  const none = new InfrastructureError('No task of this exam could be set up.', {
    next: 'See why in `cka-lab exam status`; end the exam with `cka-lab exam stop`.',
  });
  const attempt = async (): Promise<void> => {
    for (;;) {
      try {
        await keeping.provision(signal);
        provisioning.ended = { error: none };
        return;
      } catch (error) {
        if (signal.aborted) return;
        provisioning.ended = { error };
        keeping.note(messageOf(error));
      }
      await keeping.pause(AGAIN_MS, signal).catch(() => {});
    }
  };
  const provisioning: Provisioning = { ended: undefined, settled: Promise.resolve() };
  provisioning.settled = attempt();
  return provisioning;
}

function beginWork(exam: ExamRecord, now: Moment): void {
  if (exam.phase !== 'preparing') return;
  exam.phase = 'running';
  exam.clock = begin(now);
}

/** Ends work: what happens to the clusters from here on is not the learner's. */
async function close(
  keeping: Keeping,
  provisioning: Provisioning | undefined,
): Promise<ExamRecord> {
  const exam = await keeping.update((exam) => {
    settle(exam, keeping.time());
    exam.endedBy ??= 'deadline';
    exam.phase = 'closing';
  });
  await keeping.freeze(exam);
  const settled = provisioning?.settled.then(() => true) ?? true;
  // What is half-made must be undone before anything is graded.
  if (!(await Promise.race([settled, keeping.pause(AT_ONCE_MS).then(() => false)]))) {
    await keeping.hold(exam);
  }
  return exam;
}

async function gradeNow(keeping: Keeping, exam: ExamRecord): Promise<void> {
  // Again, for what came up while work was being ended, or with a reboot.
  await keeping.freeze(exam);
  const late = exam.clock.at ? elapsed(exam.clock.at, keeping.time()) : 0;
  const report = await keeping.grade(exam, late < LATE_MS ? 0 : Math.round(late / 1000));
  await keeping.keep(exam, report);
  await keeping.update((exam) => {
    exam.report = report;
    exam.phase = 'graded';
  });
}
