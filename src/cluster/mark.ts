import type { Context } from '../context.ts';
import type { Runtime } from '../host/runtime.ts';
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
  running: boolean;
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
}

/** The node containers of all kind clusters, or of one; stopped ones too. */
export async function nodeContainers(
  context: Context,
  runtime: Runtime,
  cluster?: string,
): Promise<NodeContainer[]> {
  const filter = cluster === undefined ? CLUSTER_LABEL : `${CLUSTER_LABEL}=${cluster}`;
  const list = await context.run(runtime.name, ['ps', '-aq', '--filter', `label=${filter}`]);
  const ids = list.stdout.split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  // A container may vanish between the two calls: what is left is still printed.
  const inspect = await context.run(runtime.name, ['inspect', ...ids], { allowFailure: true });
  return (JSON.parse(inspect.stdout || '[]') as Inspected[]).map(toNode);
}

function toNode(container: Inspected): NodeContainer {
  const mark = container.Mounts.find(({ Destination }) => Destination.startsWith(MARK_ROOT));
  return {
    name: container.Name.replace(/^\//, ''),
    cluster: container.Config.Labels[CLUSTER_LABEL] ?? '',
    role: container.Config.Labels[ROLE_LABEL] ?? '',
    running: container.State.Running ?? container.State.Status === 'running',
    restarted: restarted(container),
    mark: mark?.Destination.slice(MARK_ROOT.length),
    markFolder: mark?.Source,
  };
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
