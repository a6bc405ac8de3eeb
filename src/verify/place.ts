import {
  createCluster,
  isKnown,
  type MakeProvider,
  removeCluster,
  whyUnusable,
} from '../cluster/acquire.ts';
import { memoryOf } from '../cluster/memory.ts';
import { type ClusterRecord, clusterStore } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { Interrupted, messageOf } from '../errors.ts';
import { isMadeOf } from '../session/kits.ts';
import type { Kit } from '../session/place.ts';
import { clean } from '../session/undo.ts';
import { providerOf } from '../session/world.ts';

const USABLE_WITHIN_MS = 60_000;

/** The kind of clusters that no lab asks for: they only may have to go. */
const NEEDLESS = '';

/**
 * The shared clusters that an earlier verify left in order, by kind. What an interrupted one left,
 * or what does not answer, is deleted. The caller holds the lock.
 */
export async function keptClusters(
  context: Context,
  kits: ReadonlyMap<string, Kit>,
): Promise<{ kind: string; memory: number; place: ClusterRecord }[]> {
  const kept: Awaited<ReturnType<typeof keptClusters>> = [];
  for (const record of await clusterStore(context).all()) {
    if (record.phase !== 'ready' || record.own) {
      await removeNow(context, record, 'which an interrupted verify left');
      continue;
    }
    if (!isKnown(context, record)) {
      await removeNow(context, record, 'which an older version made');
      continue;
    }
    const [kind, kit] = [...kits].find(([, { wanted }]) => isMadeOf(record, wanted)) ?? [];
    if (kind === undefined || !kit) {
      // What it takes is not among the memory that is free.
      kept.push({ kind: NEEDLESS, memory: 0, place: record });
      continue;
    }
    const usable = await isUsable(context, record);
    if (usable) kept.push({ kind, memory: memoryOf(kit.wanted.topology), place: record });
    else await removeNow(context, record, 'which does not answer');
  }
  return kept;
}

export async function isUsable(context: Context, record: ClusterRecord): Promise<boolean> {
  const provider = providerOf(context, record);
  return (await whyUnusable(context, provider, record, USABLE_WITHIN_MS)) === undefined;
}

/** A new cluster, which is deleted unless `keep` is called. */
export async function makeCluster(
  context: Context,
  { wanted, makeProvider }: { wanted: Kit['wanted']; makeProvider: MakeProvider },
  own: boolean,
): Promise<ClusterRecord> {
  const request = { ...wanted, own, retain: false, purpose: 'verify-' };
  return use(context, await createCluster(context, makeProvider, request));
}

/** Whatever happens from now on, the cluster is deleted unless `keep` is called. */
export async function use(context: Context, record: ClusterRecord): Promise<ClusterRecord> {
  const used: ClusterRecord = { ...record, phase: 'verifying' };
  await clusterStore(context).put(record.name, used);
  return used;
}

/** Keeps a cluster for the next verify, as it was when it was made. */
export async function keep(context: Context, record: ClusterRecord): Promise<void> {
  const nothing = { namespaces: [], objects: [], paths: [], nodes: false };
  await clean(context, record, { lab: '', undo: nothing }, true);
  await clusterStore(context).put(record.name, { ...record, phase: 'ready' });
}

/** Deletes a cluster; what can't be deleted now is by the next verify or `stop --all`. */
export async function discard(context: Context, record: ClusterRecord): Promise<void> {
  const undoing = context.undoing();
  try {
    await undoing.progress.step(`Deleting cluster ${record.name}`, () =>
      removeCluster(undoing, providerOf(undoing, record), record),
    );
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    undoing.progress.note(messageOf(error));
  }
}

function removeNow(context: Context, record: ClusterRecord, why: string): Promise<void> {
  return context.progress.step(`Deleting cluster ${record.name}, ${why}`, () =>
    removeCluster(context, providerOf(context, record), record),
  );
}
