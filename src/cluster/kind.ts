import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { patiently } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import { inRuntime, type Runtime } from '../host/runtime.ts';
import { writePrivate } from '../host/store.ts';
import { readKubeconfig } from '../kube/kubeconfig.ts';
import { ensureInotify } from '../setup/inotify.ts';
import { removeCompanions } from './companions.ts';
import { kindConfig } from './kind-config.ts';
import { isOurs, type NodeContainer, nodeContainers } from './mark.ts';
import type { ClusterState, NodeAccess, Provider } from './provider.ts';
import { type Addresses, clusterFiles } from './record.ts';

const LATE_NODE_MS = 1_500;
/** What kind waits for itself ends sooner, unless the container runtime hangs. */
const KIND_MS = 20 * 60_000;

/** What kind clusters are made with; each is found only when it is needed. */
export interface KindTools {
  runtime: () => Promise<Runtime>;
  /** Path of the kind binary. */
  kind: () => Promise<string>;
  /** Measured with the given node image, in a container. */
  host: (image: string) => Promise<{ cgroup: 1 | 2; oomScoreAdjRefused: boolean }>;
}

export function kindProvider(context: Context, tools: KindTools): Provider {
  // By cluster. A look takes two programs, and of what was seen names and roles stay as they are.
  const seen = new Map<string, Promise<NodeContainer[]>>();
  const look = (name: string) => {
    const nodes = tools.runtime().then((runtime) => nodeContainers(context, runtime, name));
    const forget = () => void (seen.get(name) === nodes && seen.delete(name));
    seen.set(name, nodes);
    nodes.then(({ length }) => length === 0 && forget(), forget);
    return nodes;
  };
  const runKind = async (args: readonly string[], input = '') => {
    const env = { KIND_EXPERIMENTAL_PROVIDER: (await tools.runtime()).name };
    const timeout = patiently(context, KIND_MS);
    return context.run(await tools.kind(), args, { input, env, timeout });
  };

  return {
    async state(record) {
      return stateOf(await look(record.name), record.mark);
    },

    async create(record, topology) {
      const files = clusterFiles(context, record.name);
      const runtime = await tools.runtime();
      const host = await tools.host(record.image);
      const { name, image, kubernetes, mark } = record;
      await mkdir(files.markFolder, { recursive: true, mode: 0o755 });
      const { markFolder } = files;
      const config = kindConfig({ name, image, kubernetes, topology, mark, markFolder, host });
      // --retain: what a failure leaves is removed by us, once its logs could be read.
      await runKind(
        ['create', 'cluster', '--retain', '--config', '-', '--kubeconfig', files.kubeconfig],
        config,
      );
      const controlPlane = (await look(record.name)).find((node) => node.role === 'control-plane');
      if (!controlPlane) throw new InfrastructureError(`kind made no control plane for ${name}.`);
      const superAdmin = await inRuntime(context, runtime, 'ask', [
        'exec',
        controlPlane.name,
        'cat',
        '/etc/kubernetes/super-admin.conf',
      ]);
      const learner = await readFile(files.kubeconfig, 'utf8');
      await writePrivate(files.graderKubeconfig, withServerOf(superAdmin.stdout, learner));
    },

    async start(record) {
      const nodes = await look(record.name);
      const namesOf = (state: NodeContainer['state']) =>
        nodes.filter((node) => node.state === state).map(({ name }) => name);
      const [paused, stopped] = [namesOf('paused'), namesOf('stopped')];
      if (paused.length > 0) {
        await inRuntime(context, await tools.runtime(), 'change', ['unpause', ...paused]);
      }
      if (stopped.length > 0) {
        // A reboot, which stops nodes, also puts back the limit that set-up raised.
        await ensureInotify(context);
        const runtime = await tools.runtime();
        // One after the other: the lowest free address goes to the first, so each gets back its own.
        const names = stopped.toSorted((a, b) => byAddress(record.addresses, a, b));
        await inRuntime(context, runtime, 'change', ['start', ...names]);
      }
    },

    async restarted(record) {
      const known = await (seen.get(record.name) ?? look(record.name));
      const runs = known.every(({ state }) => state === 'running');
      const nodes = runs ? known : await look(record.name);
      return Math.max(0, ...nodes.map(({ restarted }) => restarted));
    },

    async remove(record) {
      const { name: cluster, mark } = record;
      await removeCompanions(context, await tools.runtime(), { cluster, mark });
      let nodes = await look(record.name);
      if (nodes.length > 0 && !isOurs(nodes, record.mark)) {
        context.progress.note(`${record.name} does not carry our mark, so it is left alone.`);
        nodes = [];
      }
      if (nodes.length > 0) {
        const { kubeconfig } = clusterFiles(context, record.name);
        await runKind(['delete', 'cluster', '--name', record.name, '--kubeconfig', kubeconfig]);
      }
      // A `docker run` that outlived an interrupted kind may still bring a node.
      if (record.phase === 'creating') {
        await pause(LATE_NODE_MS, context.signal);
        const late = await look(record.name);
        if (isOurs(late, record.mark)) {
          const names = late.map((node) => node.name);
          await inRuntime(context, await tools.runtime(), 'change', [
            'rm',
            '--force',
            '--volumes',
            ...names,
          ]);
        }
      }
      seen.delete(record.name);
      await rm(path.dirname(clusterFiles(context, record.name).kubeconfig), {
        recursive: true,
        force: true,
      });
    },

    nodes: ({ name }) => ({
      ...containerNodes(tools.runtime, () => seen.get(name) ?? look(name)),
      async addresses() {
        const now = await look(name);
        return Object.fromEntries(now.map((node) => [node.name, node.addresses]));
      },
    }),

    async kubeconfigs(record) {
      const files = clusterFiles(context, record.name);
      const [learner, grader] = await Promise.all(
        [files.kubeconfig, files.graderKubeconfig].map((file) => readFile(file, 'utf8')),
      );
      return { learner: learner as string, grader: grader as string };
    },
  };
}

export function stateOf(nodes: readonly NodeContainer[], mark: string): ClusterState {
  if (nodes.length === 0) return 'absent';
  if (!isOurs(nodes, mark)) return 'foreign';
  if (nodes.some(({ state }) => state === 'stopped')) return 'stopped';
  return nodes.some(({ state }) => state === 'paused') ? 'paused' : 'running';
}

/** Nodes in the order of the addresses that they had when the cluster was made. */
function byAddress(addresses: Addresses = {}, a: string, b: string): number {
  const [one = '', other = ''] = [addresses[a]?.[0], addresses[b]?.[0]];
  return one.localeCompare(other, 'en', { numeric: true });
}

/** A node's kubeconfig names the API server as nodes reach it; from the host it is another address. */
function withServerOf(kubeconfig: string, reachable: string): string {
  const [inner = '', outer = ''] = [kubeconfig, reachable].map(
    (text) => readKubeconfig(text, 'The kubeconfig of a node').clusters?.[0]?.cluster?.server,
  );
  return kubeconfig.replaceAll(inner, outer);
}

function containerNodes(
  runtime: KindTools['runtime'],
  known: () => Promise<NodeContainer[]>,
): Omit<NodeAccess, 'addresses'> {
  const sorted = async () =>
    (await known()).toSorted(
      (a, b) =>
        a.role.localeCompare(b.role) || a.name.localeCompare(b.name, 'en', { numeric: true }),
    );
  return {
    names: async () => (await sorted()).map((node) => node.name),
    async command(node, command, { interactive = false, env = {} } = {}) {
      const nodes = await sorted();
      const found = nodes.find(
        ({ name, cluster }) => name === node || name === `${cluster}-${node}`,
      );
      if (!found) {
        throw new UsageError(`The cluster has no node '${node}'.`, {
          next: `Its nodes are: ${nodes.map(({ name }) => name).join(', ')}.`,
        });
      }
      const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
      const mode = interactive ? ['--interactive', '--tty'] : ['--interactive'];
      return [(await runtime()).name, 'exec', ...mode, ...variables, found.name, ...command];
    },
  };
}
