import { createCluster, ensureStarted, removeCluster, whyUnusable } from '../cluster/acquire.ts';
import { type ClusterRecord, clusterStore } from '../cluster/record.ts';
import { hasSettled } from '../cluster/settle.ts';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { learnerFolder, removeFolder } from '../session/files.ts';
import { kindOf } from '../session/kits.ts';
import type { Kit } from '../session/place.ts';
import { isOn, labStore } from '../session/record.ts';
import { providerOf } from '../session/world.ts';
import type { DrawnCluster } from './draw.ts';
import type { ExamRecord } from './record.ts';

/** In the names of clusters, so that those of two exams side by side differ. */
const PURPOSE = { terminal: 'exam-', answers: 'answers-' } as const;

/** Kinds of clusters are told apart by these. */
export function kindOfDrawn({ topology, kubernetes }: DrawnCluster): string {
  return kindOf({ topology, kubernetes: kubernetes ?? undefined });
}

/** A new, ready cluster; `made` is called once its nodes are. Interrupted or failed, it is removed. */
export function makeFor(
  context: Context,
  { form }: ExamRecord,
  { own }: DrawnCluster,
  { wanted, makeProvider }: Kit,
  made: () => void,
): Promise<ClusterRecord> {
  const request = { ...wanted, own, retain: false, purpose: PURPOSE[form], made };
  return createCluster(context, makeProvider, request);
}

/** The cluster of an exam by its key; undefined when it was not made, or is not ours any more. */
export async function clusterAt(
  context: Context,
  exam: ExamRecord,
  key: string,
): Promise<ClusterRecord | undefined> {
  const name = exam.clusters[key]?.name;
  return name ? clusterStore(context).get(name) : undefined;
}

const USABLE_WITHIN_MS = 90_000;

/**
 * The cluster of an exam by its key, running: a reboot stops nodes, and those are waited for. Throws
 * InfrastructureError when it is gone.
 */
export async function wake(
  context: Context,
  exam: ExamRecord,
  bank: Bank,
  key: string,
): Promise<ClusterRecord> {
  const record = await clusterAt(context, exam, key);
  const provider = record && providerOf(context, record);
  const state = record && (await provider?.state(record));
  if (!record || !provider || state === 'absent' || state === 'foreign') {
    throw new InfrastructureError('It is gone.');
  }
  // After a reboot the runtime may have started the nodes by itself.
  if (state === 'running' && hasSettled(context, await provider.restarted(record))) return record;
  if (mayBeBroken(exam, bank, key)) {
    await ensureStarted(context, provider, record, state);
  } else {
    const broken = await whyUnusable(context, provider, record, USABLE_WITHIN_MS, state);
    if (broken !== undefined) context.progress.note(broken);
  }
  return record;
}

/** A lab that has its cluster to itself may break it, and its learner too. */
export function mayBeBroken(exam: ExamRecord, bank: Bank, key: string): boolean {
  return exam.draw.tasks.some(
    ({ cluster, lab }) => cluster === key && bank.labs.get(lab)?.scope !== 'api',
  );
}

/**
 * Deletes clusters of this world that the exam does not know: their making or deletion was cut
 * short, or their maker was killed before the exam's record said so. The caller holds the lock.
 */
export async function removeUnknown(context: Context, exam: ExamRecord): Promise<void> {
  const known = new Set(Object.values(exam.clusters).map(({ name }) => name));
  for (const record of await clusterStore(context).all()) {
    if (record.phase === 'ready' && known.has(record.name)) continue;
    await context.progress.step(`Removing ${record.name}, which was left half-made`, () =>
      removeWithLabs(context, record),
    );
  }
}

/** Deletes a cluster, and the records of the labs that were on it. */
export async function removeWithLabs(context: Context, record: ClusterRecord): Promise<void> {
  const store = labStore(context);
  for (const lab of await store.all()) {
    if (!isOn(lab, record)) continue;
    await removeFolder(learnerFolder(context, lab));
    await store.remove(lab.lab);
  }
  await removeCluster(context, providerOf(context, record), record);
}
