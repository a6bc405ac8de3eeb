import { createHash } from 'node:crypto';
import { type Found, surroundings } from '../cluster/baseline.ts';
import { normalise } from '../kube/normalise.ts';
import { deletableTypes, type KubeObject, listObjects } from '../kube/objects.ts';
import { apiVersionOf } from '../kube/resources.ts';
import type { LabInstance } from '../lab/instance.ts';
import type { Ground } from '../session/seed.ts';

// They change by themselves, whether somebody looks or not.
const RESTLESS = new Set(['Event', 'Lease', 'PodMetrics', 'NodeMetrics']);

/** Pods of the storage provisioner, one for each claim: they come and go with any lab's claims. */
const PROVISIONING = { namespace: 'local-path-storage', name: /^helper-pod-(create|delete)-/ };

type Owned = Pick<LabInstance['owns'], 'namespaces' | 'objects'>;

/**
 * One line for each object that a grader could have touched, with what is asked of it: the status is
 * the cluster's own, and comes late. What belongs to labs beside this one is left out.
 */
export async function footprint(
  ground: Ground,
  { namespaces }: Pick<Owned, 'namespaces'>,
  beside: readonly Owned[],
): Promise<string[]> {
  const { connection, resources } = ground;
  const inside = await Promise.all(
    deletableTypes(resources, true)
      .filter(({ kind }) => !RESTLESS.has(kind))
      .flatMap((type) =>
        namespaces.map(async (namespace) =>
          (await listObjects(connection, type, namespace)).map((object) => ({ type, object })),
        ),
      ),
  );
  const around = await surroundings(connection, resources);
  return [...inside.flat(), ...around]
    .filter((found) => !RESTLESS.has(found.type.kind))
    .filter((found) => !beside.some((owned) => belongsTo(owned, found)))
    .map(({ type, object }) => [apiVersionOf(type), type.kind, ...nameAndContent(object)].join(' '))
    .sort();
}

function belongsTo({ namespaces, objects }: Owned, { type, object }: Found): boolean {
  const { name, namespace } = object.metadata;
  if (type.kind === 'Namespace') return namespaces.includes(name);
  const { claimRef } = (object as { spec?: { claimRef?: { namespace: string } } }).spec ?? {};
  if (namespace === PROVISIONING.namespace && PROVISIONING.name.test(name)) return true;
  return (
    objects.some((owned) => owned.kind === type.kind && owned.name === name) ||
    (claimRef !== undefined && namespaces.includes(claimRef.namespace))
  );
}

function nameAndContent(object: KubeObject): string[] {
  const { metadata } = object;
  const content = createHash('sha256')
    .update(JSON.stringify(normalise(object)))
    .digest('hex');
  return [metadata.namespace ?? '', metadata.name, metadata.uid, content.slice(0, 16)];
}

/** Lines that one of two footprints lacks. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [...after.filter((line) => !was.has(line)), ...before.filter((line) => !is.has(line))];
}
