import { rm } from 'node:fs/promises';
import { clusterStore } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { exclusively } from '../host/lock.ts';
import { pause } from '../host/pause.ts';
import { ensureHostImage } from '../image/exam-host.ts';
import type { Bank, LabFolders } from '../lab/bank.ts';
import { ensureRuntime } from '../setup/runtime.ts';
import type { Blueprint } from './blueprint.ts';
import { remaining } from './clock.ts';
import { drawFrom } from './draw-from.ts';
import { keeperFiles, keeperOf, lastWords, wakeKeeper } from './keep.ts';
import { firstTask } from './keeper.ts';
import { newRecord } from './new-record.ts';
import { endedMeanwhile, setUpExam } from './provision.ts';
import { type ExamRecord, readExam, writeExam } from './record.ts';
import { removeExam, stopExam } from './remove.ts';
import { type Time, timeOf } from './uptime.ts';
import { timeText } from './view.ts';

export interface ExamRequest {
  blueprint: Blueprint;
  seed: string;
  mode: ExamRecord['mode'];
  /** Where labs that came by --labs are. */
  folders: readonly LabFolders[];
}

const LOOK_MS = 300;

/**
 * Draws an exam, does all set-up and has it brought up by its keeper. Throws UsageError while
 * another one is on.
 */
export async function startExam(
  world: Context,
  bank: Bank,
  request: ExamRequest,
): Promise<ExamRecord> {
  await refuseSecond(world);
  const { blueprint, seed, mode, folders } = request;
  const draw = await drawFrom(bank, blueprint, seed);
  // Its clusters take the memory of the new ones.
  await clearLast(world);
  // Here, where a person can be asked; the keeper finds it all done.
  await setUpExam(world, bank, { blueprint, draw });
  if (blueprint.access === 'ssh') await ensureHostImage(world, await ensureRuntime(world));
  const exam = newRecord(world, { form: 'terminal', mode, blueprint, draw, folders });
  await exclusively(world, async () => {
    await refuseSecond(world);
    await rm(keeperFiles(world).log, { force: true });
    await writeExam(world, exam);
  });
  await wakeKeeper(world);
  return exam;
}

async function refuseSecond(world: Context): Promise<void> {
  const exam = await readExam(world);
  if (!exam || exam.phase === 'graded') return;
  await wakeKeeper(world);
  throw new UsageError(`An exam is on: ${exam.blueprint.title}, ${standOf(exam, timeOf(world))}.`, {
    next: 'Go on with `cka-lab exam status`; end it with `cka-lab exam submit`, or without a grade with `cka-lab exam stop`.',
  });
}

function standOf({ phase, clock, blueprint }: ExamRecord, time: Time): string {
  if (phase === 'preparing') return 'which is coming up';
  if (phase === 'closing') return 'which is being graded';
  const left = Math.floor(remaining(clock, blueprint.minutes, time()) / 1000);
  return `with ${timeText(left)} left`;
}

/** What is left of an exam that was graded, or whose record was lost. */
async function clearLast(world: Context): Promise<void> {
  const exam = await readExam(world);
  if (!exam) {
    if ((await keeperOf(world)) || (await clusterStore(world).all()).length > 0) {
      await stopExam(world, undefined);
    }
    return;
  }
  if (await keeperOf(world)) {
    await world.progress.step('Waiting until the last exam is removed', async () => {
      while (await keeperOf(world)) await pause(LOOK_MS, world.signal);
    });
  }
  await removeExam(world, exam);
}

/**
 * Waits until the clock begins, and shows how far the exam is. Throws InfrastructureError when it
 * never will.
 */
export function untilBegun(world: Context, { id }: Pick<ExamRecord, 'id'>): Promise<ExamRecord> {
  return world.progress.step('Bringing up the first task', async (update) => {
    for (;;) {
      const keeper = await keeperOf(world);
      const exam = await readExam(world);
      if (exam?.id !== id) {
        throw endedMeanwhile();
      }
      if (exam.phase !== 'preparing') return exam;
      if (!keeper) {
        throw new InfrastructureError(
          `The exam could not be brought up:\n${await whyNot(world, exam)}`,
          { next: 'Try on with `cka-lab exam status`, or end it with `cka-lab exam stop`.' },
        );
      }
      update(progressOf(exam));
      await pause(LOOK_MS, world.signal);
    }
  });
}

async function whyNot(world: Context, exam: ExamRecord): Promise<string> {
  if (firstTask(exam)) return lastWords(world);
  const reasons = new Set(exam.tasks.map(({ why }) => why ?? ''));
  return [...reasons].map((why) => `Every task was lost: ${why}`).join('\n');
}

/** `1 of 3 clusters is up, 2 of 17 tasks are ready` */
function progressOf({ clusters, tasks }: Pick<ExamRecord, 'clusters' | 'tasks'>): string {
  const all = Object.values(clusters);
  const up = all.filter(({ state }) => state === 'up').length;
  const ready = tasks.filter(({ state }) => state === 'ready').length;
  return `${up} of ${all.length} clusters up, ${ready} of ${tasks.length} tasks ready`;
}
