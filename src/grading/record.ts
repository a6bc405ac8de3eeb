import { InfrastructureError } from '../errors.ts';
import type { Connection } from '../kube/connection.ts';
import { normalise } from '../kube/normalise.ts';
import { getObject, isControlled, type KubeObject, listObjects } from '../kube/objects.ts';
import { discover, type Resources } from '../kube/resources.ts';
import { createReviews, type Reviews, type RuleSet } from '../kube/reviews.ts';
import { typeOf } from '../kube/type-of.ts';
import { type ObjectRef, refText } from '../lab/ref.ts';
import { digestsOf } from './access/cluster-bindings.ts';
import { INVENTED, identityOf } from './access/subject.ts';
import { type RecordedPods, recordPods } from './pods.ts';

/** An object that the learner must leave alone, as it was at start. */
export interface RecordedObject {
  uid: string;
  /** A controller makes it anew when it is deleted, so its uid says nothing. */
  owned: boolean;
  object: unknown;
}

/** What any account may do: rights that count everywhere, and those that some namespaces add. */
export interface FreshRights {
  everywhere: RuleSet;
  namespaces: Record<string, RuleSet>;
}

/** What graders compare with. Plain JSON, kept on the host, out of a learner's reach. */
export interface Recorded {
  /** By 'Kind/name in namespace'. */
  objects: Record<string, RecordedObject>;
  /** By 'Kind/name in namespace': pods, and workloads whose pods are used. */
  pods: Record<string, RecordedPods>;
  fresh: FreshRights;
  /** What each ClusterRoleBinding gave, as a digest; unset in records of older versions. */
  clusterBindings?: Record<string, string>;
  /** Values of `secrets:` by name, as they stand in seeded objects. */
  secrets: Record<string, string>;
  /** What seed scripts printed, by the name under `record:`. */
  printed: Record<string, string>;
  /** The files that the learner got, by their names in {{files}}. */
  files?: Record<string, string>;
}

export interface ToRecord {
  keep: readonly ObjectRef[];
  pods: readonly ObjectRef[];
}

/** Reads what graders will compare with, once a lab is seeded and before the learner starts. */
export async function recordStart(
  connection: Connection,
  what: ToRecord,
  given: Pick<Recorded, 'secrets' | 'printed' | 'files'> = { secrets: {}, printed: {} },
): Promise<Recorded> {
  const resources = await discover(connection);
  const read = async (ref: ObjectRef): Promise<KubeObject> => {
    const object = await getObject(connection, typeOf(resources, ref), ref);
    if (object) return object;
    throw new InfrastructureError(`${refText(ref)} is not there after seeding.`, {
      next: 'Every object under `keep:` and `probes:` must be made by a step of `seed:`.',
    });
  };
  const [objects, pods, fresh, clusterBindings] = await Promise.all([
    byRef(what.keep, async (ref) => recordObject(await read(ref))),
    byRef(what.pods, async (ref) => recordPods(await read(ref))),
    recordFresh(connection, resources, createReviews(connection)),
    recordClusterBindings(connection, resources),
  ]);
  return {
    objects,
    pods,
    fresh,
    ...(clusterBindings ? { clusterBindings } : {}),
    ...given,
  };
}

async function recordClusterBindings(
  connection: Connection,
  resources: Resources,
): Promise<Record<string, string> | undefined> {
  const types = ['ClusterRoleBinding', 'ClusterRole'].map((kind) => resources.find(kind));
  const [bindings, roles] = await Promise.all(
    types.map((type) => type && listObjects(connection, type)),
  );
  // A cluster may have another authorizer.
  if (!bindings || !roles) return undefined;
  return digestsOf(bindings, roles);
}

async function byRef<T>(
  refs: readonly ObjectRef[],
  record: (ref: ObjectRef) => Promise<T>,
): Promise<Record<string, T>> {
  const records = await Promise.all(refs.map(record));
  return Object.fromEntries(
    records.map((value, index) => [refText(refs[index] as ObjectRef), value]),
  );
}

function recordObject(object: KubeObject): RecordedObject {
  return {
    uid: object.metadata.uid,
    owned: isControlled(object),
    object: normalise(object),
  };
}

/**
 * Asked before the learner starts: a right that is given to all accounts later is not everybody's
 * by nature.
 */
async function recordFresh(
  connection: Connection,
  resources: Resources,
  reviews: Reviews,
): Promise<FreshRights> {
  const rulesIn = (namespace: string) =>
    reviews.rules(
      identityOf({ kind: 'ServiceAccount', name: INVENTED.account, namespace }),
      namespace,
    );
  const [everywhere, namespaces] = await Promise.all([
    rulesIn(INVENTED.namespace),
    listObjects(connection, resources.byKind('Namespace')),
  ]);
  const inside = await Promise.all(
    namespaces.map(async ({ metadata }) => [metadata.name, await rulesIn(metadata.name)] as const),
  );
  const known = new Set(everywhere.resourceRules.map((rule) => JSON.stringify(rule)));
  const added = inside.map(([name, set]) => {
    const resourceRules = set.resourceRules.filter((rule) => !known.has(JSON.stringify(rule)));
    return [name, { resourceRules, pathRules: [], complete: set.complete }] as const;
  });
  return {
    everywhere,
    namespaces: Object.fromEntries(added.filter(([, set]) => set.resourceRules.length > 0)),
  };
}
