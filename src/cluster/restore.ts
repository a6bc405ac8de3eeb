import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { patiently } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import { type Connection, describe } from '../kube/connection.ts';
import { normalise } from '../kube/normalise.ts';
import { deleteObject, getObject, type KubeObject, listObjects } from '../kube/objects.ts';
import { pathOf, type Resources, type ResourceType } from '../kube/resources.ts';
import { type Baseline, type Found, keyOf, type NodeBaseline, nodeBaseline } from './baseline.ts';

const GONE_WITHIN_MS = 30_000;

/**
 * Puts objects that the cluster held at its start back as they were: those that were changed, and
 * those that are missing; `around` is what it holds now. Pods that read a ConfigMap put back are
 * started anew. Returns what was put back, as 'Kind/name'.
 */
export async function restoreObjects(
  context: Context,
  connection: Connection,
  resources: Resources,
  baseline: Baseline,
  around: readonly Found[],
): Promise<string[]> {
  const now = new Map(around.map((found) => [keyOf(found), found.object]));
  const changed = Object.entries(baseline.objects).flatMap(([key, kept]) => {
    const current = now.get(key);
    return kept === null || (current && isSame(kept, current)) ? [] : [{ kept, current }];
  });
  // What is in a namespace needs it.
  changed.sort((a, b) => rank(a.kept) - rank(b.kept));
  for (const { kept, current } of changed) await put(context, connection, resources, kept, current);
  const maps = changed.map(({ kept }) => kept).filter(({ kind }) => kind === 'ConfigMap');
  await restartReaders(connection, resources, maps);
  const nodes = await restoreNodes(connection, resources, baseline.nodes);
  return [...changed.map(({ kept }) => `${kept.kind}/${kept.metadata.name}`), ...nodes];
}

function rank({ kind }: KubeObject): number {
  return kind === 'Namespace' ? 0 : 1;
}

function isSame(kept: KubeObject, current: KubeObject): boolean {
  if (current.metadata.deletionTimestamp) return false;
  const { apiVersion, kind } = kept;
  return isDeepStrictEqual(normalise(kept), normalise({ apiVersion, kind, ...current }));
}

async function put(
  context: Context,
  connection: Connection,
  resources: Resources,
  kept: KubeObject,
  current: KubeObject | undefined,
): Promise<void> {
  const type = resources.byKind(kept.kind as string, kept.apiVersion);
  const { name, namespace } = kept.metadata;
  const send = (method: 'PUT' | 'POST', path: string, body: object) =>
    connection.request(method, path, {
      contentType: 'application/json',
      body: JSON.stringify(body),
    });
  if (current && !current.metadata.deletionTimestamp) {
    const { resourceVersion } = current.metadata;
    const body = { ...kept, metadata: { ...kept.metadata, resourceVersion } };
    const answer = await send('PUT', pathOf(type, { name, namespace }), body);
    if (answer.status < 300) return;
    // A field that can't be changed was: only a new object can have the former value.
    if (answer.status !== 422) throw notPut(kept, describe(answer));
    await deleteObject(connection, type, { name, namespace });
  }
  await untilGone(context, connection, type, kept);
  const answer = await send('POST', pathOf(type, { namespace }), kept);
  if (answer.status >= 300) throw notPut(kept, describe(answer));
}

async function untilGone(
  context: Context,
  connection: Connection,
  type: ResourceType,
  kept: KubeObject,
): Promise<void> {
  const deadline = context.now() + patiently(context, GONE_WITHIN_MS);
  while (await getObject(connection, type, kept.metadata)) {
    if (context.now() > deadline) throw notPut(kept, 'the former one is still being deleted');
    await pause(200, context.signal);
  }
}

function notPut({ kind, metadata: { name } }: KubeObject, why: string): InfrastructureError {
  return new InfrastructureError(`${kind}/${name} could not be put back as it was: ${why}.`, {
    next: 'Run `cka-lab stop --all`, then start again.',
  });
}

interface Pod extends KubeObject {
  spec: { volumes?: { configMap?: { name: string } }[] };
}

/** A file from a ConfigMap follows it within a minute; that is too late for the next lab. */
async function restartReaders(
  connection: Connection,
  resources: Resources,
  maps: readonly KubeObject[],
): Promise<void> {
  const type = resources.byKind('Pod');
  for (const { metadata } of maps) {
    const pods = (await listObjects(connection, type, metadata.namespace)) as Pod[];
    const reads = ({ spec }: Pod) =>
      spec.volumes?.some(({ configMap }) => configMap?.name === metadata.name);
    await Promise.all(
      pods.filter(reads).map((pod) => deleteObject(connection, type, pod.metadata)),
    );
  }
}

async function restoreNodes(
  connection: Connection,
  resources: Resources,
  nodes: readonly NodeBaseline[],
): Promise<string[]> {
  const type = resources.byKind('Node');
  const current = new Map(
    (await listObjects(connection, type)).map((node) => [node.metadata.name, node]),
  );
  const changed = nodes.filter((kept) => {
    const node = current.get(kept.name);
    return node && !isDeepStrictEqual(kept, nodeBaseline(node));
  });
  for (const { name, labels, taints, unschedulable } of changed) {
    const added = Object.keys(current.get(name)?.metadata.labels ?? {});
    const without = Object.fromEntries(added.map((label) => [label, null]));
    const answer = await connection.request('PATCH', pathOf(type, { name }), {
      contentType: 'application/merge-patch+json',
      body: JSON.stringify({
        metadata: { labels: { ...without, ...labels } },
        spec: { taints, unschedulable: unschedulable || null },
      }),
    });
    if (answer.status >= 300) {
      throw notPut({ kind: 'Node', metadata: { name, uid: '' } }, describe(answer));
    }
  }
  return changed.map(({ name }) => `Node/${name}`);
}
