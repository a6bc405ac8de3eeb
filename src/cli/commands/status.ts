import { clusterStore } from '../../cluster/record.ts';
import { EXIT, messageOf } from '../../errors.ts';
import { apart, WORLDS } from '../../session/apart.ts';
import { labStore } from '../../session/record.ts';
import { providerOf } from '../../session/world.ts';
import { findRuntime } from '../../setup/runtime.ts';
import { table } from '../../ui/table.ts';
import { type Command, json } from '../command.ts';

const status: Command<object> = async (context) => {
  const worlds = [context, ...WORLDS.map((world) => apart(context, world))];
  const [labs, stores, runtime] = await Promise.all([
    labStore(context).all(),
    Promise.all(worlds.map((one) => clusterStore(one).all())),
    findRuntime(context),
  ]);
  const clusters = stores.flat();
  const states = await Promise.all(
    clusters.map(async (cluster) => {
      if (cluster.provider === 'kind' && !runtime) return 'unknown: no container runtime answers';
      const state = await providerOf(context, cluster).state(cluster).catch(messageOf);
      return cluster.phase === 'ready' ? state : `${state}, ${cluster.phase}`;
    }),
  );
  const labRows = labs.map(({ lab, seed, cluster, phase, started, hints }) => ({
    lab,
    seed,
    cluster,
    phase,
    started,
    hints,
  }));
  const clusterRows = clusters.map(({ name, provider, topology, kubernetes }, index) => ({
    name,
    provider,
    topology,
    kubernetes,
    state: states[index] ?? 'unknown',
  }));
  if (context.output === 'json') {
    context.out(json({ labs: labRows, clusters: clusterRows }));
    return EXIT.passed;
  }
  if (labRows.length === 0) context.out('No lab is on.');
  else
    context.out(
      table(
        ['LAB', 'SEED', 'CLUSTER', 'STATE', 'SINCE', 'HINTS'],
        labRows.map((row) => [
          row.lab,
          row.seed,
          row.cluster,
          row.phase,
          row.started,
          String(row.hints),
        ]),
      ),
    );
  context.out('\n');
  if (clusterRows.length === 0) context.out('No cluster runs.');
  else
    context.out(
      table(
        ['CLUSTER', 'PROVIDER', 'TOPOLOGY', 'KUBERNETES', 'STATE'],
        clusterRows.map((row) => Object.values(row)),
      ),
    );
  return EXIT.passed;
};

export default status;
