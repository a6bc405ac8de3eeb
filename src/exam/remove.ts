import { rm } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { exclusively } from '../host/lock.ts';
import { endAllHere } from '../session/end.ts';
import { removeContexts } from './contexts.ts';
import { asKeeper, endKeeper, keeperFiles } from './keep.ts';
import { keysFolder, sshFolder } from './open.ts';
import { type ExamRecord, examFile } from './record.ts';

/**
 * Deletes what an exam has on this machine: hosts, clusters and credentials; its record stays. Of one
 * whose record was lost, all that exams left. Returns the names of the clusters.
 */
export function removeExam(
  world: Context,
  exam: Pick<ExamRecord, 'id'> | undefined,
): Promise<string[]> {
  return exclusively(world, async () => {
    await removeContexts(world);
    const clusters = await endAllHere(world);
    const keys = exam ? keysFolder(world, exam) : sshFolder(world);
    await rm(keys, { recursive: true, force: true });
    return clusters;
  });
}

/**
 * Ends an exam without a grade, whatever phase it is in: nothing of it is left. Returns the names of
 * its clusters.
 */
export async function stopExam(
  world: Context,
  exam: Pick<ExamRecord, 'id'> | undefined,
): Promise<string[]> {
  let clusters: string[] = [];
  const forget = async () => {
    clusters = await removeExam(world, exam);
    await rm(examFile(world), { force: true });
    await rm(keeperFiles(world).log, { force: true });
  };
  // As its keeper: no other command has it kept meanwhile.
  do await world.progress.step('Ending the exam', () => endKeeper(world));
  while (!(await asKeeper(world, forget)));
  return clusters;
}
