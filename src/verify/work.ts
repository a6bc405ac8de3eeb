import { type ClusterRecord, clusterFiles } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, Interrupted, messageOf } from '../errors.ts';
import type { LabInstance } from '../lab/instance.ts';
import { plan } from '../plan/plan.ts';
import { learnerFolder, removeFolder } from '../session/files.ts';
import { clean } from '../session/undo.ts';
import { type Company, notPlayed, type Playing, playChain } from './chain.ts';
import type { Job } from './jobs.ts';
import { isUsable } from './place.ts';

/**
 * Plays a job's chains on a cluster, each from the lab's start, and leaves nothing of the lab
 * there. False when the cluster is not fit for another job.
 */
export async function work(
  everywhere: Context,
  { stretches, cluster: { own } }: Job,
  cluster: ClusterRecord,
  company: () => Company,
  playing: Playing,
): Promise<boolean> {
  const context = withFolders(everywhere, cluster);
  for (const [index, stretch] of stretches.entries()) {
    const sound = await playChain(context, cluster, stretch, company(), playing);
    if (own) continue;
    const next = stretches[index + 1];
    // The next chain of the same variant removes what is left of this one.
    const removed =
      next?.instance === stretch.instance ||
      (await remove(context, cluster, stretch.instance, company().alone));
    if ((sound && removed) || (await isUsable(context, cluster))) continue;
    const error = new InfrastructureError(`The cluster ${cluster.name} does not answer any more.`);
    for (const other of stretches.slice(index + 1)) notPlayed(other, error).forEach(playing.ended);
    return false;
  }
  return !own;
}

/** A variant may be on several clusters at once: with each goes a folder for the learner. */
function withFolders(context: Context, { name }: ClusterRecord): Context {
  const { handedOut } = clusterFiles(context, name);
  return { ...context, paths: { ...context.paths, files: handedOut } };
}

/** No run gets an ending for what stays: it is told, and the cluster's end removes it. */
async function remove(
  context: Context,
  cluster: ClusterRecord,
  instance: LabInstance,
  alone: boolean,
): Promise<boolean> {
  try {
    const { id, seed } = instance;
    await removeFolder(learnerFolder(context, { lab: id, seed }));
    const what = { lab: id, undo: plan(instance).undo };
    await clean(context, cluster, what, alone);
    return true;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    context.progress.note(messageOf(error));
    return false;
  }
}
