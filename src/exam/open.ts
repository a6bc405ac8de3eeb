import path from 'node:path';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { ensureHostImage } from '../image/exam-host.ts';
import type { Bank } from '../lab/bank.ts';
import { providerOf } from '../session/world.ts';
import { ensureRuntime } from '../setup/runtime.ts';
import { addContext } from './contexts.ts';
import type { Making } from './host/container.ts';
import type { ExamHost } from './host/host.ts';
import { makeKeys } from './host/keys.ts';
import { startNodeSsh } from './host/node-ssh.ts';
import { startBase, startHost } from './host/start.ts';
import { clusterAt } from './place.ts';
import { placeName } from './place-name.ts';
import { requireExam } from './provision.ts';
import { type ExamRecord, taskIn } from './record.ts';
import { setCluster } from './states.ts';
import { giveFiles } from './task-files.ts';
import { type Turns, turns } from './turns.ts';

/** What the calls of one keeper share. */
export interface Opening {
  /** What all clusters have in common is made by one call. */
  oneByOne: Turns;
  /** By number, the start of each task whose files were given. */
  given: Map<number, string>;
}

export function newOpening(): Opening {
  return { oneByOne: turns(1), given: new Map() };
}

/**
 * Lets the learner into the cluster of that key: by a host that they reach from the exam's base, or
 * by a context. What is there is kept.
 */
export async function openCluster(
  world: Context,
  bank: Bank,
  key: string,
  { oneByOne, given }: Opening,
): Promise<void> {
  const exam = await requireExam(world);
  const cluster = await clusterAt(world, exam, key);
  if (!cluster) throw new InfrastructureError(`The cluster ${key} of the exam is gone.`);
  if (exam.blueprint.access === 'contexts') {
    const { learner } = await providerOf(world, cluster).kubeconfigs(cluster);
    // All of them are in one file.
    await oneByOne(() => addContext(world, placeName(key), learner));
  } else {
    const making = await makingOf(world, exam);
    await oneByOne(() => startBase(world, making, { exam: exam.id }));
    const host = await openHost(world, making, exam, cluster, placeName(key));
    for (const task of exam.draw.tasks) {
      const { state } = taskIn(exam, task.number) ?? {};
      if (task.cluster !== key || state !== 'ready') continue;
      await giveFiles(world, bank, exam, task, host, given);
    }
  }
  await setCluster(world, key, { host: placeName(key) });
}

/** Where the keys of all exams of a world are. */
export function sshFolder({ paths }: Pick<Context, 'paths'>): string {
  return path.join(paths.state, 'ssh');
}

/** Where the keys of an exam's hosts are. */
export function keysFolder(world: Pick<Context, 'paths'>, { id }: { id: string }): string {
  return path.join(sshFolder(world), id);
}

/** What the hosts of an exam are made of. */
export async function makingOf(world: Context, exam: ExamRecord): Promise<Making> {
  const runtime = await ensureRuntime(world);
  const image = await ensureHostImage(world, runtime);
  return { runtime, image, keys: await makeKeys(keysFolder(world, exam)) };
}

/** A host of that name, with ssh into the nodes of its cluster. */
export async function openHost(
  world: Context,
  making: Making,
  exam: ExamRecord,
  cluster: ClusterRecord,
  name: string,
): Promise<ExamHost> {
  const provider = providerOf(world, cluster);
  await startNodeSsh(world, making, provider, cluster, exam.id);
  return startHost(world, making, {
    belongsTo: { exam: exam.id },
    name,
    cluster,
    kubeconfig: (await provider.kubeconfigs(cluster)).learner,
    labs: [],
  });
}
