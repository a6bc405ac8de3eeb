import { InfrastructureError } from '../errors.ts';
import { type Connection, expectOk } from './connection.ts';

/** A kind that the API server serves, in its preferred version. */
export interface ResourceType {
  group: string;
  version: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  verbs: readonly string[];
  /** Such as 'log' and 'exec' of pods, 'scale' of deployments. */
  subresources?: readonly { name: string; verbs: readonly string[] }[];
}

export interface Resources {
  readonly types: readonly ResourceType[];
  /** Finds a kind; built-in groups win over custom ones of the same kind. */
  find(kind: string, apiVersion?: string): ResourceType | undefined;
  /** The same, of a kind that must be there: throws InfrastructureError when it is not served. */
  byKind(kind: string, apiVersion?: string): ResourceType;
}

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface DiscoveredResource {
  resource: string;
  responseKind?: { kind: string };
  scope: 'Namespaced' | 'Cluster';
  verbs: string[];
  subresources?: { subresource: string; verbs: string[] }[];
}
interface DiscoveredGroup {
  metadata: { name?: string };
  versions: { version: string; resources?: DiscoveredResource[] }[];
}

/** Two requests tell every kind: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery */
export async function discover(connection: Connection): Promise<Resources> {
  const answers = await Promise.all(
    ['/api', '/apis'].map((path) => connection.request('GET', path, { accept: AGGREGATED })),
  );
  const groups: DiscoveredGroup[] = answers.flatMap(
    (answer) => expectOk(answer, 'Discovery').items,
  );
  const all = groups.flatMap((group) =>
    group.versions.flatMap(({ version, resources }) =>
      (resources ?? []).map(
        (resource): ResourceType => ({
          group: group.metadata.name ?? '',
          version,
          kind: resource.responseKind?.kind ?? '',
          plural: resource.resource,
          namespaced: resource.scope === 'Namespaced',
          verbs: resource.verbs,
          subresources: (resource.subresources ?? []).map(({ subresource, verbs }) => ({
            name: subresource,
            verbs,
          })),
        }),
      ),
    ),
  );
  // Versions come in the order of preference, and not every version serves every kind.
  const preferred = all.filter(
    (type, index) =>
      index ===
      all.findIndex((other) => other.group === type.group && other.plural === type.plural),
  );
  const find = (kind: string, apiVersion?: string) =>
    apiVersion === undefined
      ? preferred.find((type) => type.kind === kind)
      : all.find((type) => type.kind === kind && apiVersionOf(type) === apiVersion);
  return {
    types: preferred,
    find,
    byKind(kind, apiVersion) {
      const found = find(kind, apiVersion);
      if (!found) {
        throw new InfrastructureError(
          `The cluster serves no ${[kind, apiVersion].filter(Boolean).join(' of ')}.`,
        );
      }
      return found;
    },
  };
}

export function apiVersionOf(type: Pick<ResourceType, 'group' | 'version'>): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** The path of an object, or of the collection when no name is given. */
export function pathOf(
  type: ResourceType,
  where: { namespace?: string | undefined; name?: string | undefined } = {},
): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = type.namespaced && where.namespace ? `/namespaces/${where.namespace}` : '';
  const name = where.name === undefined ? '' : `/${encodeURIComponent(where.name)}`;
  return `${root}${scope}/${type.plural}${name}`;
}
