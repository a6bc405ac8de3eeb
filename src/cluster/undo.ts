import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { patiently } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import type { Connection } from '../kube/connection.ts';
import { clearFinalizers, deleteObject, getObject } from '../kube/objects.ts';
import type { Resources, ResourceType } from '../kube/resources.ts';
import { type Baseline, type Found, strays, surroundings } from './baseline.ts';
import { isMarked } from './lab-mark.ts';
import { deletePods, emptyNamespace } from './namespace.ts';
import { restoreObjects } from './restore.ts';

/** What a lab left on a cluster and what of it may go. */
export interface Undo {
  namespaces: readonly string[];
  /** Cluster-scoped objects by kind and name. */
  objects: readonly { kind: string; name: string }[];
  /** Delete only what is marked by this word: on clusters that are not ours. What stays is returned. */
  onlyMarkedFor: string | undefined;
  /** Undo also whatever else came or changed since the cluster was made; only where no other lab is on it. */
  baseline?: Baseline | undefined;
}

export interface Undone {
  /** 'Kind/name' of what was left because it is not ours. */
  left: string[];
  /** Volumes that are gone; their data may still be on nodes. */
  volumes: Found[];
  /** 'Kind/name' of the cluster's own objects that were put back as they were at its start. */
  restored: string[];
}

const DEADLINE_MS = 90_000;
const FINALIZERS_AFTER_MS = 3_000;
const INTERVAL_MS = 200;
/** How often what holds things up is looked for. */
const UNBLOCK_EVERY_MS = 1_000;

/**
 * Removes what a lab and its learner made: pods without grace, then namespaces and cluster-scoped
 * objects; finalizers of these objects alone are cleared when they hold things up.
 */
export async function undoLab(
  context: Context,
  connection: Connection,
  resources: Resources,
  undo: Undo,
): Promise<Undone> {
  const around = undo.baseline ? await surroundings(connection, resources) : [];
  const { doomed, left } = await findDoomed(connection, resources, undo, around);
  const namespaces = doomed.filter(({ type }) => type.kind === 'Namespace');
  await Promise.all(namespaces.map((found) => deletePods(connection, resources, nameOf(found))));
  // A provisioner that deletes its own volumes removes their data too: it goes first.
  const [provisioned, direct] = partition(doomed, isDeletedByProvisioner);
  await Promise.all(
    direct.map(({ type, object }) => deleteObject(connection, type, object.metadata)),
  );
  // The namespace controller comes after five seconds and lets go at once what it finds empty. Nobody
  // may do that in its place: it works by name, and would empty the next namespace of that name.
  if (undo.onlyMarkedFor === undefined) await empty(namespaces, connection, resources, false);
  await waitUntilGone(context, connection, resources, doomed, provisioned);
  // Where nothing had to go, the cluster still holds what was read.
  const now = async () => (doomed.length === 0 ? around : surroundings(connection, resources));
  const restored = undo.baseline
    ? await restoreObjects(context, connection, resources, undo.baseline, await now())
    : [];
  return {
    restored,
    left: left.map((found) => `${found.type.kind}/${nameOf(found)}`),
    volumes: doomed.filter(({ type }) => type.kind === 'PersistentVolume'),
  };
}

async function findDoomed(
  connection: Connection,
  resources: Resources,
  undo: Undo,
  around: readonly Found[],
): Promise<{ doomed: Found[]; left: Found[] }> {
  const namespaceType = resources.byKind('Namespace');
  const named = await Promise.all([
    ...undo.namespaces.map((name) => find(connection, namespaceType, name)),
    ...undo.objects.map(({ kind, name }) => findServed(connection, resources, kind, name)),
  ]);
  const present = named.filter((found) => found !== undefined);
  const { onlyMarkedFor } = undo;
  const isOurs = ({ object }: Found) =>
    onlyMarkedFor === undefined || isMarked(object, onlyMarkedFor);
  const [ours, left] = partition(present, isOurs);
  const others = undo.baseline ? strays(around, undo.baseline) : [];
  const isNew = (other: Found) =>
    !ours.some(({ object }) => object.metadata.uid === other.object.metadata.uid);
  return { doomed: [...ours, ...others.filter(isNew)], left };
}

/** A kind that is not served has no objects: its CustomResourceDefinition is gone or not there yet. */
async function findServed(
  connection: Connection,
  resources: Resources,
  kind: string,
  name: string,
): Promise<Found | undefined> {
  const type = resources.find(kind);
  return type && find(connection, type, name);
}

async function find(
  connection: Connection,
  type: ResourceType,
  name: string,
): Promise<Found | undefined> {
  const object = await getObject(connection, type, { name });
  return object && { type, object };
}

function isDeletedByProvisioner({ type, object }: Found): boolean {
  const { metadata, spec } = object as Found['object'] & {
    spec?: { persistentVolumeReclaimPolicy?: string };
  };
  return (
    type.kind === 'PersistentVolume' &&
    spec?.persistentVolumeReclaimPolicy === 'Delete' &&
    metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined
  );
}

async function waitUntilGone(
  context: Context,
  connection: Connection,
  resources: Resources,
  doomed: readonly Found[],
  provisioned: readonly Found[],
): Promise<void> {
  const started = context.now();
  const limit = patiently(context, DEADLINE_MS);
  let unblocked = started + FINALIZERS_AFTER_MS - UNBLOCK_EVERY_MS;
  let remaining = [...doomed];
  for (;;) {
    const objects = await Promise.all(
      remaining.map(({ type, object }) => getObject(connection, type, object.metadata)),
    );
    remaining = remaining.filter(
      ({ object }, index) => objects[index]?.metadata.uid === object.metadata.uid,
    );
    if (remaining.length === 0) return;
    const now = context.now();
    if (now - started > limit) throw stillThere(remaining, limit);
    if (now - unblocked > UNBLOCK_EVERY_MS) {
      unblocked = now;
      await Promise.all([
        empty(remaining, connection, resources, true),
        unblock(connection, remaining, provisioned),
      ]);
    }
    await pause(INTERVAL_MS, context.signal);
  }
}

/** Deletes at once what is in namespaces that are going; with their finalizers if asked. */
async function empty(
  found: readonly Found[],
  connection: Connection,
  resources: Resources,
  finalizers: boolean,
): Promise<void> {
  const namespaces = found.filter(({ type }) => type.kind === 'Namespace');
  await Promise.all(
    namespaces.map((one) => emptyNamespace(connection, resources, nameOf(one), finalizers)),
  );
}

/** What still waits: a volume that its provisioner forgot, or an object with finalizers. */
async function unblock(
  connection: Connection,
  remaining: readonly Found[],
  provisioned: readonly Found[],
): Promise<void> {
  const outside = remaining.filter(({ type }) => type.kind !== 'Namespace');
  const [forgotten, held] = partition(outside, (found) => provisioned.includes(found));
  await Promise.all([
    ...forgotten.map(({ type, object }) => deleteObject(connection, type, object.metadata)),
    ...held
      .filter(({ object }) => object.metadata.finalizers?.length)
      .map(({ type, object }) => clearFinalizers(connection, type, object.metadata)),
  ]);
}

function stillThere(remaining: readonly Found[], limit: number): InfrastructureError {
  const names = remaining.map((found) => `${found.type.kind}/${nameOf(found)}`);
  return new InfrastructureError(`Still there after ${limit / 1000} s: ${names.join(', ')}.`, {
    next: 'Run `cka-lab stop --all` to delete the clusters made here.',
  });
}

function nameOf({ object }: Found): string {
  return object.metadata.name;
}

function partition<T>(items: readonly T[], matches: (item: T) => boolean): [T[], T[]] {
  return [items.filter(matches), items.filter((item) => !matches(item))];
}
