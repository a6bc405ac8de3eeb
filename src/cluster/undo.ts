import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { pause } from '../host/pause.ts';
import type { Connection } from '../kube/connection.ts';
import {
  clearFinalizers,
  deletableTypes,
  deleteObject,
  getObject,
  listObjects,
} from '../kube/objects.ts';
import { pathOf, type Resources, type ResourceType } from '../kube/resources.ts';
import { type Baseline, type Found, strays, surroundings } from './baseline.ts';
import { isMarked } from './lab-mark.ts';

/** What a lab left on a cluster and what of it may go. */
export interface Undo {
  lab: string;
  namespaces: readonly string[];
  /** Cluster-scoped objects by kind and name. */
  objects: readonly { kind: string; name: string }[];
  /**
   * Delete only what carries our mark: on clusters that are not ours. What stays is returned.
   */
  onlyMarked: boolean;
  /** Also delete whatever came since the cluster was made; only where no other lab is on it. */
  baseline?: Baseline | undefined;
}

const DEADLINE_MS = 90_000;
const FINALIZERS_AFTER_MS = 2_000;
const INTERVAL_MS = 200;

/**
 * Removes what a lab and its learner made: pods without grace, then namespaces and cluster-scoped
 * objects; finalizers of these objects alone are cleared when they hold things up. Returns, in
 * words, what was left because it is not ours.
 */
export async function undoLab(
  context: Context,
  connection: Connection,
  resources: Resources,
  undo: Undo,
): Promise<string[]> {
  const namespaceType = resources.byKind('Namespace');
  const named = await Promise.all([
    ...undo.namespaces.map((name) => find(connection, namespaceType, name)),
    ...undo.objects.map(({ kind, name }) => find(connection, resources.byKind(kind), name)),
  ]);
  const present = named.filter((found) => found !== undefined);
  const ours = present.filter((found) => !undo.onlyMarked || isMarked(found.object));
  const left = present.filter((found) => !ours.includes(found));
  const others = undo.baseline
    ? strays(await surroundings(connection, resources), undo.baseline)
    : [];
  const doomed = [...ours, ...others.filter((other) => !ours.some((found) => same(found, other)))];
  const namespaces = doomed
    .filter(({ type }) => type.kind === 'Namespace')
    .map(({ object }) => object.metadata.name);

  await Promise.all(namespaces.map((namespace) => deletePods(connection, resources, namespace)));
  await Promise.all(
    doomed.map(({ type, object }) => deleteObject(connection, type, object.metadata)),
  );
  await waitUntilGone(context, connection, resources, doomed);
  return left.map(({ type, object }) => `${type.kind}/${object.metadata.name}`);
}

async function find(
  connection: Connection,
  type: ResourceType,
  name: string,
): Promise<Found | undefined> {
  const object = await getObject(connection, type, { name });
  return object && { type, object };
}

function same(a: Found, b: Found): boolean {
  return a.type.kind === b.type.kind && a.object.metadata.uid === b.object.metadata.uid;
}

/** A namespace waits for its pods' grace period otherwise. */
async function deletePods(
  connection: Connection,
  resources: Resources,
  namespace: string,
): Promise<void> {
  await connection.request('DELETE', pathOf(resources.byKind('Pod'), { namespace }), {
    query: { gracePeriodSeconds: '0' },
  });
}

async function waitUntilGone(
  context: Context,
  connection: Connection,
  resources: Resources,
  doomed: readonly Found[],
): Promise<void> {
  const started = context.now();
  let remaining = [...doomed];
  while (remaining.length > 0) {
    const objects = await Promise.all(
      remaining.map(({ type, object }) => getObject(connection, type, object.metadata)),
    );
    remaining = remaining.filter(
      ({ object }, index) => objects[index]?.metadata.uid === object.metadata.uid,
    );
    if (remaining.length === 0) return;
    const elapsed = context.now() - started;
    if (elapsed > DEADLINE_MS) {
      const names = remaining.map(({ type, object }) => `${type.kind}/${object.metadata.name}`);
      throw new InfrastructureError(
        `Still there after ${DEADLINE_MS / 1000} s: ${names.join(', ')}.`,
        {
          next: 'Run `cka-lab stop --all` to delete the clusters made here.',
        },
      );
    }
    if (elapsed > FINALIZERS_AFTER_MS) await unblock(connection, resources, remaining);
    await pause(INTERVAL_MS, context.signal);
  }
}

async function unblock(
  connection: Connection,
  resources: Resources,
  remaining: readonly Found[],
): Promise<void> {
  const held = remaining.filter(({ object }) => object.metadata.finalizers?.length);
  const inside = remaining
    .filter(({ type }) => type.kind === 'Namespace')
    .flatMap(({ object }) =>
      deletableTypes(resources, true).map(async (type) => {
        const objects = await listObjects(connection, type, object.metadata.name);
        return objects
          .filter(({ metadata }) => metadata.deletionTimestamp && metadata.finalizers?.length)
          .map((blocked) => ({ type, object: blocked }));
      }),
    );
  const all = [...held, ...(await Promise.all(inside)).flat()];
  await Promise.all(
    all.map(({ type, object }) => clearFinalizers(connection, type, object.metadata)),
  );
}
