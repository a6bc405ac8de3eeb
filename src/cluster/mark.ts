import type { Context } from '../context.ts';
import { inRuntime, type Runtime } from '../host/runtime.ts';
import { NAME_PREFIX } from './record.ts';

/** Folder on each node under which the mark is mounted; shown by `inspect` on a stopped node too. */
const MARK_ROOT = '/.cka-lab/';

export function markPath(mark: string): string {
  return `${MARK_ROOT}${mark}`;
}

/** A node's container, as the runtime sees it. */
export interface NodeContainer {
  name: string;
  cluster: string;
  role: string;
  /** `stopped`: whatever must be started before anything runs in it. */
  state: 'running' | 'paused' | 'stopped';
  /** What it has on its networks while it is not stopped, in IPv4 and IPv6. */
  addresses: string[];
  /** When it was started again last, in milliseconds since the epoch; 0 where it runs since it was made. */
  restarted: number;
  /** Our mark, when the container carries one. */
  mark: string | undefined;
  /** The folder on the host that is mounted as the mark: it tells whose program made the node. */
  markFolder: string | undefined;
}

const CLUSTER_LABEL = 'io.x-k8s.kind.cluster';
const ROLE_LABEL = 'io.x-k8s.kind.role';

interface Inspected {
  Name: string;
  State: { Running?: boolean; Status?: string; StartedAt?: string };
  Created?: string;
  Config: { Labels: Record<string, string> };
  Mounts: { Destination: string; Source: string }[];
  NetworkSettings?: {
    Networks?: Record<string, { IPAddress?: string; GlobalIPv6Address?: string }>;
  };
}

/** The node containers of all kind clusters, or of one; stopped ones too. */
export async function nodeContainers(
  context: Context,
  runtime: Runtime,
  cluster?: string,
): Promise<NodeContainer[]> {
  const filter = cluster === undefined ? CLUSTER_LABEL : `${CLUSTER_LABEL}=${cluster}`;
  const list = await inRuntime(context, runtime, 'ask', [
    'ps',
    '-aq',
    '--filter',
    `label=${filter}`,
  ]);
  const ids = list.stdout.split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  // A container may vanish between the two calls: what is left is still printed.
  const inspect = await inRuntime(context, runtime, 'ask', ['inspect', ...ids], {
    allowFailure: true,
  });
  return (JSON.parse(inspect.stdout || '[]') as Inspected[]).map(toNode);
}

function toNode(container: Inspected): NodeContainer {
  const mark = container.Mounts.find(({ Destination }) => Destination.startsWith(MARK_ROOT));
  return {
    name: container.Name.replace(/^\//, ''),
    cluster: container.Config.Labels[CLUSTER_LABEL] ?? '',
    role: container.Config.Labels[ROLE_LABEL] ?? '',
    state: stateOf(container.State),
    addresses: addressesOf(container),
    restarted: restarted(container),
    mark: mark?.Destination.slice(MARK_ROOT.length),
    markFolder: mark?.Source,
  };
}

/** Docker calls a paused container running too, and Podman does not. */
function stateOf({ Status, Running }: Inspected['State']): NodeContainer['state'] {
  const status = Status ?? (Running ? 'running' : '');
  return status === 'running' || status === 'paused' ? status : 'stopped';
}

function addressesOf({ NetworkSettings }: Inspected): string[] {
  return Object.values(NetworkSettings?.Networks ?? {})
    .flatMap(({ IPAddress, GlobalIPv6Address }) => [IPAddress, GlobalIPv6Address])
    .filter((address) => address !== undefined && address !== '') as string[];
}

/** It is made and started by one call: what is more than that apart is another start. */
const ONE_CALL_MS = 20_000;

function restarted({ Created = '', State: { StartedAt = '' } }: Inspected): number {
  const [made, started] = [Date.parse(Created), Date.parse(StartedAt)];
  return started - made > ONE_CALL_MS ? started : 0;
}

/** Whether all of a cluster's nodes carry our name prefix and this mark. */
export function isOurs(nodes: readonly NodeContainer[], mark: string): boolean {
  return (
    nodes.length > 0 &&
    nodes.every((node) => node.cluster.startsWith(NAME_PREFIX) && node.mark === mark)
  );
}
