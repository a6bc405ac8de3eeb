import type { Provider } from '../../cluster/provider.ts';
import type { ClusterRecord } from '../../cluster/record.ts';
import type { Context } from '../../context.ts';
import { ensureContainer, type Making } from './container.ts';

/**
 * Lets whoever has the learner's key into every node of a cluster by ssh, as root: beside each node
 * runs a container with sshd that shares its network and processes, since a node has no sshd and
 * stays as it is. To be called again when nodes were started again: what ran beside them ended.
 */
export async function startNodeSsh(
  context: Context,
  making: Making,
  provider: Provider,
  cluster: ClusterRecord,
  exam?: string,
): Promise<void> {
  const nodes = await provider.nodes(cluster).names();
  await Promise.all(
    nodes.map((node) =>
      ensureContainer(context, making, {
        name: `${node}-ssh`,
        belongsTo: {
          ...{ cluster: cluster.name, mark: cluster.mark },
          ...(exam === undefined ? {} : { exam }),
        },
        role: 'node',
        options: [
          ...['--privileged', '--cgroupns', 'private', '--pid', `container:${node}`],
          ...['--network', `container:${node}`],
        ],
      }),
    ),
  );
}
