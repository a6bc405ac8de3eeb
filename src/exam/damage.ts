import { createHash } from 'node:crypto';
import { allBut, type Found } from '../cluster/baseline.ts';
import { onNode } from '../cluster/on-node.ts';
import type { NodeAccess } from '../cluster/provider.ts';
import type { Context } from '../context.ts';
import type { Connection } from '../kube/connection.ts';
import { normalise } from '../kube/normalise.ts';
import { isControlled } from '../kube/objects.ts';
import type { Resources } from '../kube/resources.ts';
import type { LabInstance } from '../lab/instance.ts';
import { type ObjectRef, refText } from '../lab/ref.ts';

/** What a lab's seed holds: a digest of each thing, by what a person calls it. */
export type Seed = Readonly<Record<string, string>>;

export type Owned = Pick<LabInstance['owns'], 'namespaces' | 'objects'>;

// They come, change and go by themselves.
const RESTLESS = new Set(['Endpoints', 'EndpointSlice', 'Event', 'Lease']);

/** All that people make on a cluster, in whatever namespace; what controllers own is left out. */
export async function lookAround(connection: Connection, resources: Resources): Promise<Found[]> {
  const all = await allBut(RESTLESS, connection, resources);
  return all.filter(({ object }) => !isControlled(object));
}

/** Whether an object is one that a lab owns, or stands in a namespace that it owns. */
export function belongsTo({ namespaces, objects }: Owned, object: ObjectRef): boolean {
  const { kind, name, namespace } = object;
  if (kind === 'Namespace' && namespaces.includes(name)) return true;
  if (namespace !== undefined && namespaces.includes(namespace)) return true;
  return objects.some(
    (owned) =>
      owned.kind.split('.')[0] === kind && owned.name === name && owned.namespace === namespace,
  );
}

/** Of what there is on a cluster, what belongs to a lab. */
export function seedIn(around: readonly Found[], owned: Owned): Seed {
  const own = around.filter((found) => belongsTo(owned, refOf(found)));
  return Object.fromEntries(own.map((found) => [refText(refOf(found)), digestOf(found)]));
}

function refOf({ type: { kind }, object: { metadata } }: Found): ObjectRef {
  return { kind, name: metadata.name, namespace: metadata.namespace };
}

/** One that was made again is another one, and one that is going is as good as gone. */
function digestOf({ object }: Found): string {
  const { uid, deletionTimestamp } = object.metadata;
  const content = JSON.stringify([normalise(object), deletionTimestamp !== undefined]);
  return `${uid} ${createHash('sha256').update(content).digest('hex')}`;
}

// Names, kinds, modes, owners and contents; dates say nothing.
const DIGEST = `for path; do
  [ -e "$path" ] || continue
  digest=$({
    find "$path" -xdev -printf '%y %m %U:%G %p %l\\n'
    find "$path" -xdev -type f -exec sha256sum {} +
  } 2>/dev/null | LC_ALL=C sort | sha256sum | cut --delimiter=' ' --fields=1)
  echo "$digest $path"
done`;

/** The same of folders on nodes. */
export async function pathsOn(
  context: Context,
  nodes: NodeAccess,
  paths: readonly string[],
): Promise<Seed> {
  if (paths.length === 0) return {};
  const lists = await Promise.all(
    (await nodes.names()).map(async (node) => {
      const command = ['bash', '-c', DIGEST, 'bash', ...paths];
      const { stdout } = await onNode(context, nodes, { node, work: 'look' }, command);
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((line): [string, string] => {
          const [digest = '', path = ''] = line.split(' ');
          return [`${path} on ${node}`, digest];
        });
    }),
  );
  return Object.fromEntries(lists.flat());
}

/** In words, how one seed differs from another; empty when nothing was done to it. */
export function damage(before: Seed, after: Seed): string[] {
  const gone = Object.keys(before).filter((name) => after[name] === undefined);
  const come = Object.keys(after).filter((name) => before[name] === undefined);
  const changed = Object.keys(before).filter(
    (name) => after[name] !== undefined && after[name] !== before[name],
  );
  return [
    ...gone.map((name) => `${name} is gone`),
    ...changed.map((name) => `${name} was changed`),
    ...come.map((name) => `${name} was added`),
  ];
}
