import { surroundings } from '../cluster/baseline.ts';
import { deletableTypes, type KubeObject, listObjects } from '../kube/objects.ts';
import { apiVersionOf } from '../kube/resources.ts';
import type { Ground } from '../session/seed.ts';

// They change by themselves, whether somebody looks or not.
const RESTLESS = new Set(['Event', 'Lease', 'PodMetrics', 'NodeMetrics']);

/** One line for each object that a grader could have touched, with its version. */
export async function footprint(ground: Ground, namespaces: readonly string[]): Promise<string[]> {
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
    .filter(({ type }) => !RESTLESS.has(type.kind))
    .map(({ type, object }) => [apiVersionOf(type), type.kind, ...nameAndVersion(object)].join(' '))
    .sort();
}

function nameAndVersion({ metadata }: KubeObject): string[] {
  return [metadata.namespace ?? '', metadata.name, metadata.uid, metadata.resourceVersion ?? ''];
}

/** Lines that one of two footprints lacks. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [...after.filter((line) => !was.has(line)), ...before.filter((line) => !is.has(line))];
}
