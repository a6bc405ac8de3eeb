import { z } from 'zod';
import { readKept } from '../host/store.ts';
import type { Connection } from '../kube/connection.ts';
import { deletableTypes, isControlled, type KubeObject, listObjects } from '../kube/objects.ts';
import { apiVersionOf, type Resources, type ResourceType } from '../kube/resources.ts';

/** What a cluster held when it became ready. */
export interface Baseline {
  /** By key; null for what is known and not put back when it changes. */
  objects: Record<string, KubeObject | null>;
  nodes: NodeBaseline[];
}

/** What people set of a node. */
export interface NodeBaseline {
  name: string;
  labels: Record<string, string>;
  taints: { key: string }[];
  unschedulable: boolean;
}

const schema = z.object({
  objects: z.record(z.string(), z.custom<KubeObject>(isObject).nullable()),
  nodes: z.array(
    z.object({
      name: z.string(),
      labels: z.record(z.string(), z.string()),
      taints: z.array(z.looseObject({ key: z.string() })),
      unschedulable: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<Baseline>;

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** As it was kept; undefined where it is not known any more. */
export function readBaseline(file: string): Promise<Baseline | undefined> {
  return readKept<Baseline>(file, schema);
}

export interface Found {
  type: ResourceType;
  object: KubeObject;
}

// Made and removed by the cluster itself as it runs, never by a learner or a lab.
const OWN_BUSINESS = new Set([
  'APIService',
  'CSINode',
  'ComponentStatus',
  'Event',
  'FlowSchema',
  'IPAddress',
  'Lease',
  'Node',
  'PriorityLevelConfiguration',
  'VolumeAttachment',
]);

// In namespaces that stay: controllers make and remove these of what others own.
const DERIVED = new Set(['Endpoints', 'EndpointSlice', 'Pod']);

/** The namespace in which work lands that names none: pods count there. */
const DEFAULT_NAMESPACE = 'default';
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'];

/** Cluster-scoped objects, and what is in the namespaces that every cluster has. */
export async function surroundings(connection: Connection, resources: Resources): Promise<Found[]> {
  return (await allBut(OWN_BUSINESS, connection, resources)).filter(isAround);
}

/** All objects that can be deleted, in whatever namespace, but for those of some kinds. */
export async function allBut(
  kinds: ReadonlySet<string>,
  connection: Connection,
  resources: Resources,
): Promise<Found[]> {
  const found = async (type: ResourceType) =>
    (await listObjects(connection, type)).map((object) => ({ type, object }));
  const types = [...deletableTypes(resources, false), ...deletableTypes(resources, true)];
  const lists = await Promise.all(types.filter(({ kind }) => !kinds.has(kind)).map(found));
  return lists.flat();
}

function isAround({ type, object }: Found): boolean {
  const { namespace } = object.metadata;
  if (!type.namespaced || namespace === DEFAULT_NAMESPACE) return true;
  if (!SYSTEM_NAMESPACES.includes(namespace ?? '')) return false;
  // A pod that nothing owns is somebody's.
  return !DERIVED.has(type.kind) || (type.kind === 'Pod' && !isControlled(object));
}

export function keyOf({ type, object }: Found): string {
  const { name, namespace } = object.metadata;
  return [apiVersionOf(type), type.kind, namespace ?? '', name].join(' ');
}

/** What has come since the baseline; objects that a controller owns go with their owners. */
export function strays(now: readonly Found[], baseline: Pick<Baseline, 'objects'>): Found[] {
  const known = new Set(Object.keys(baseline.objects));
  return now.filter((found) => !known.has(keyOf(found)) && !isControlled(found.object));
}

interface Node extends KubeObject {
  spec?: { taints?: { key: string; timeAdded?: string }[]; unschedulable?: boolean };
}

/** Of a node what people set; the taints of its state come and go by themselves. */
export function nodeBaseline(node: KubeObject): NodeBaseline {
  const { metadata, spec = {} } = node as Node;
  const { taints = [], unschedulable = false } = spec;
  return {
    name: metadata.name,
    labels: metadata.labels ?? {},
    taints: taints.filter(({ key }) => !key.startsWith('node.kubernetes.io/')),
    unschedulable,
  };
}

/** What is kept of a cluster when it has just become ready. */
export async function takeBaseline(
  connection: Connection,
  resources: Resources,
): Promise<Baseline> {
  const [around, nodes] = await Promise.all([
    surroundings(connection, resources),
    listObjects(connection, resources.byKind('Node')),
  ]);
  return {
    objects: Object.fromEntries(
      around.map((found) => [
        keyOf(found),
        isRestored(found.type.kind, found.object) ? bodyOf(found) : null,
      ]),
    ),
    nodes: nodes.map(nodeBaseline),
  };
}

// What labs and learners change of a cluster's own. Others come and go by themselves: tokens, requests.
const RESTORED = new Set([
  'CSIDriver',
  'ClusterRole',
  'ClusterRoleBinding',
  'ConfigMap',
  'CustomResourceDefinition',
  'DaemonSet',
  'Deployment',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PriorityClass',
  'Role',
  'RoleBinding',
  'RuntimeClass',
  'Service',
  'ServiceAccount',
  'StorageClass',
  'ValidatingWebhookConfiguration',
]);

function isRestored(kind: string, object: KubeObject): boolean {
  return RESTORED.has(kind) && !isControlled(object);
}

/** An object as it can be sent to make it anew. */
function bodyOf({ type, object }: { type: ResourceType; object: KubeObject }): KubeObject {
  const { status: _, metadata, ...rest } = object as KubeObject & { status?: unknown };
  const { name, namespace, labels, annotations, finalizers } = metadata;
  return {
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    ...rest,
    metadata: { name, namespace, labels, annotations, finalizers } as KubeObject['metadata'],
  };
}
