import { InfrastructureError, messageOf } from '../errors.ts';
import { type ExamRecord, taskIn } from './record.ts';

/** How the learner's clusters are brought up. */
export interface Means {
  /** Throws Interrupted when the keeper, or what the signal is for, is to end. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
  note(text: string): void;
  /** Brings up what is not up yet; ends when every task is ready or lost, or by the signal. */
  provision(signal: AbortSignal): Promise<void>;
  /**
   * Lets the learner into the cluster of that key, with what its tasks need that are ready; the
   * record then says how it is called. May be done again.
   */
  open(key: string, signal: AbortSignal): Promise<void>;
}

/** What brings an exam up beside the keeping of its time. */
export interface Upkeep {
  /** Starts what is to be done by the record as it is now; returns at once. */
  look(exam: ExamRecord): void;
  /** Whether the learner can get at a task, by its number. */
  isOpen(exam: ExamRecord, number: number): boolean;
  /** Set once provisioning has ended, be it well. */
  ended(): { error: unknown } | undefined;
  /** What went wrong each time when the learner was to be let in to a task, by its number. */
  stuck(exam: ExamRecord, number: number): { error: unknown } | undefined;
  /** Waits until nothing goes on any more; never rejects. */
  settled(): Promise<void>;
}

/** While the clock runs nothing is to end it: what fails is tried again after so long. */
const PROVISION_AGAIN_MS = 30_000;
const OPEN_AGAIN_MS = 5000;
/** What fails more often in a row is not about to come right. */
const TRIES = 6;

export function createUpkeep(means: Means, signal: AbortSignal): Upkeep {
  let ended: { error: unknown } | undefined;
  let provisioning: Promise<void> | undefined;
  /** By the key of a cluster, what was open on it when the learner was let in last. */
  const open = new Map<string, string>();
  const opening = new Map<string, Promise<void>>();
  const failed = new Map<string, { tries: number; error: unknown }>();

  async function provision(): Promise<void> {
    ended = undefined;
    while (!signal.aborted) {
      try {
        await means.provision(signal);
        ended = { error: nothingUp() };
        return;
      } catch (error) {
        if (signal.aborted) return;
        ended = { error };
        means.note(messageOf(error));
      }
      await means.pause(PROVISION_AGAIN_MS, signal).catch(() => {});
    }
  }

  async function letIn(key: string, wanted: string): Promise<void> {
    try {
      await means.open(key, signal);
      open.set(key, wanted);
      failed.delete(key);
    } catch (error) {
      if (signal.aborted) return;
      failed.set(key, { tries: (failed.get(key)?.tries ?? 0) + 1, error });
      means.note(messageOf(error));
      await means.pause(OPEN_AGAIN_MS, signal).catch(() => {});
    }
  }

  return {
    look(exam) {
      // Not up yet, or left half-made by a repair that was cut short.
      if (!ended || isUnfinished(exam)) {
        provisioning ??= provision().finally(() => {
          provisioning = undefined;
        });
      }
      for (const [key, { host }] of Object.entries(exam.clusters)) {
        const wanted = standOf(exam, key);
        if (wanted === undefined || opening.has(key)) continue;
        if (open.get(key) === wanted && host !== null) continue;
        opening.set(
          key,
          letIn(key, wanted).finally(() => opening.delete(key)),
        );
      }
    },
    isOpen(exam, number) {
      const key = keyOf(exam, number);
      return open.has(key) && open.get(key) === standOf(exam, key);
    },
    ended: () => ended,
    stuck(exam, number) {
      const failure = failed.get(keyOf(exam, number));
      return failure && failure.tries >= TRIES ? failure : undefined;
    },
    async settled() {
      await Promise.all([provisioning, ...opening.values()]);
    },
  };
}

function isUnfinished({ tasks }: ExamRecord): boolean {
  return tasks.some(({ state }) => state === 'waiting' || state === 'seeding');
}

function keyOf(exam: ExamRecord, number: number): string {
  return exam.draw.tasks.find((task) => task.number === number)?.cluster ?? '';
}

/** What there is on a cluster that is up; undefined for another. */
function standOf(exam: ExamRecord, key: string): string | undefined {
  const { state, name } = exam.clusters[key] ?? {};
  if (state !== 'up') return undefined;
  const ready = exam.draw.tasks.filter(
    ({ number, cluster }) => cluster === key && taskIn(exam, number)?.state === 'ready',
  );
  return [name, ...ready.map(({ number }) => number)].join(' ');
}

function nothingUp(): InfrastructureError {
  return new InfrastructureError('No task of this exam could be set up.', {
    next: 'See why in `cka-lab exam status`; end the exam with `cka-lab exam stop`.',
  });
}
