import { execa } from 'execa';
import { kindConfig } from '../../src/cluster/kind-config.ts';
import { waitUntilReady } from '../../src/cluster/ready.ts';
import { type ClusterRecord, clusterFiles, clusterStore } from '../../src/cluster/record.ts';
import { topologyOf } from '../../src/cluster/topology.ts';
import { connect } from '../../src/kube/connection.ts';
import { kindTools } from '../../src/session/world.ts';
import { type Figure, seconds } from './figure.ts';
import { inTurns, milliseconds, TIMES } from './measure.ts';
import type { BenchWorld } from './world.ts';

const NAME = 'cka-lab-bench';

/** `start` without a cluster, against kind alone with the same configuration and the same wait. */
export async function startCold(world: BenchWorld): Promise<Figure[]> {
  await world.cli(['start', 'rbac', '--yes']);
  const [record] = await clusterStore(world.context).all();
  if (!record) throw new Error('start made no cluster');
  const bare = await bareKind(world, record);
  await world.cli(['stop', '--all']);
  const times = await inTurns({
    start: async () => {
      const time = await milliseconds(() => world.cli(['start', 'rbac']));
      await world.cli(['stop', '--all']);
      return time;
    },
    kind: bare,
  });
  const ratio = times.start / times.kind;
  return [
    {
      what: 'start, no cluster yet',
      measured: `${seconds(times.start)}, ${ratio.toFixed(2)} of kind`,
      aim: '1.1 of kind',
      met: ratio <= 1.1,
      note: `kind create cluster and the same wait: ${seconds(times.kind)}; medians of ${TIMES}`,
    },
  ];
}

/** kind with the configuration that `start` gave it, by its own hand. */
async function bareKind(world: BenchWorld, record: ClusterRecord): Promise<() => Promise<number>> {
  const tools = kindTools(world.context);
  const kind = await tools.kind();
  const topology = await topologyOf(record.topology);
  const { markFolder, kubeconfig } = clusterFiles(world.context, record.name);
  const host = await tools.host(record.image);
  const { image, kubernetes, mark } = record;
  const config = kindConfig({ name: NAME, image, kubernetes, topology, mark, markFolder, host });
  const file = `${kubeconfig}.bench`;
  return async () => {
    const time = await milliseconds(async () => {
      const args = ['create', 'cluster', '--config', '-', '--kubeconfig', file];
      await execa(kind, args, { input: config });
      const { stdout } = await execa('cat', [file]);
      await waitUntilReady(
        world.context,
        await connect({ kubeconfig: stdout }),
        topology.nodes.length,
      );
    });
    await execa(kind, ['delete', 'cluster', '--name', NAME, '--kubeconfig', file]);
    return time;
  };
}

/** `start` of a lab on a cluster that runs. */
export async function startWarm(world: BenchWorld): Promise<Figure[]> {
  await world.cli(['start', 'rbac', '--yes']);
  await world.cli(['stop']);
  const { start } = await inTurns({
    start: async () => {
      const time = await milliseconds(() => world.cli(['start', 'rbac']));
      await world.cli(['stop']);
      return time;
    },
  });
  return [
    {
      what: 'start of an api lab on a running cluster',
      measured: seconds(start),
      aim: '3 s',
      met: start <= 3000,
      note: `whole process; median of ${TIMES}`,
    },
  ];
}
