import type { Context } from '../context.ts';
import type { Bank } from '../lab/bank.ts';
import { learnerFolder } from '../session/files.ts';
import { labStore } from '../session/record.ts';
import { ensureRuntime } from '../setup/runtime.ts';
import type { DrawnTask } from './draw.ts';
import { fetchFiles } from './host/fetch.ts';
import { containerName, type ExamHost, hostRun } from './host/host.ts';
import { hostFilesIn, putFiles } from './host/put.ts';
import { instanceOf } from './page.ts';
import { placeName } from './place-name.ts';
import { type ExamRecord, taskIn } from './record.ts';
import { folderOf } from './seeded.ts';
import { setTask, whyLost } from './states.ts';

/**
 * Puts a task's folder on its host. Files that the learner has changed there stay, unless the task
 * was begun anew since they were given.
 */
export async function giveFiles(
  world: Context,
  bank: Bank,
  exam: ExamRecord,
  task: DrawnTask,
  host: ExamHost,
  given: Map<number, string>,
): Promise<void> {
  const folder = await folderOnHost(world, bank, exam, task);
  if (folder === undefined) return;
  const { started = '' } = (await labStore(world).get(task.lab)) ?? {};
  const before = given.get(task.number);
  if (before !== undefined && before !== started) {
    await hostRun(world, host, ['rm', '-rf', '--', folder]);
  }
  given.set(task.number, started);
  await putFiles(world, host, folder, await hostFilesIn(learnerFolder(world, task)), {
    keep: true,
  });
}

/**
 * Takes what the learner wrote on hosts to where it is graded. A task of which that fails is lost:
 * it is not the learner's fault.
 */
export async function takeFiles(world: Context, bank: Bank, exam: ExamRecord): Promise<void> {
  await Promise.all(
    exam.draw.tasks.map(async (task) => {
      if (taskIn(exam, task.number)?.state !== 'ready') return;
      try {
        await takeTaskFiles(world, bank, exam, task);
      } catch (error) {
        const why = `what was written on its host could not be read: ${whyLost(world, error)}`;
        await setTask(world, task.number, { state: 'lost', why });
      }
    }),
  );
}

/** The same of one task. Throws InfrastructureError when its host is not there. */
export async function takeTaskFiles(
  world: Context,
  bank: Bank,
  exam: ExamRecord,
  task: DrawnTask,
): Promise<void> {
  const folder = await folderOnHost(world, bank, exam, task);
  if (folder === undefined) return;
  const container = containerName(exam.id, placeName(task.cluster));
  const host = { runtime: await ensureRuntime(world), container };
  const { cut } = await fetchFiles(world, host, folder, learnerFolder(world, task));
  if (cut) world.progress.note(`${folder} holds too much: only its first files were taken.`);
}

/** The folder on a host that a task names; undefined where it names none. */
async function folderOnHost(
  world: Context,
  bank: Bank,
  exam: ExamRecord,
  { number }: DrawnTask,
): Promise<string | undefined> {
  const folder = folderOf(exam, number);
  if (folder === undefined) return undefined;
  const { task } = await instanceOf(world, bank, exam, number);
  return task.includes(folder) ? folder : undefined;
}
