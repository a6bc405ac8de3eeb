import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { pause } from '../host/pause.ts';
import type { Runtime } from '../host/runtime.ts';
import { writePrivate } from '../host/store.ts';
import { readKubeconfig } from '../kube/kubeconfig.ts';
import { ensureInotify } from '../setup/inotify.ts';
import { removeCompanions } from './companions.ts';
import { kindConfig } from './kind-config.ts';
import { isOurs, type NodeContainer, nodeContainers } from './mark.ts';
import type { ClusterState, NodeAccess, Provider } from './provider.ts';
import { clusterFiles } from './record.ts';

const LATE_NODE_MS = 1_500;

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
    return context.run(await tools.kind(), args, { input, env });
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
      const superAdmin = await context.run(runtime.name, [
        'exec',
        controlPlane.name,
        'cat',
        '/etc/kubernetes/super-admin.conf',
      ]);
      const learner = await readFile(files.kubeconfig, 'utf8');
      await writePrivate(files.graderKubeconfig, withServerOf(superAdmin.stdout, learner));
    },

    async start(record) {
      const stopped = (await look(record.name)).filter((node) => !node.running);
      if (stopped.length > 0) {
        // A reboot, which stops nodes, also puts back the limit that set-up raised.
        await ensureInotify(context);
        const runtime = await tools.runtime();
        await context.run(runtime.name, ['start', ...stopped.map((node) => node.name)]);
      }
    },

    async restarted(record) {
      const known = await (seen.get(record.name) ?? look(record.name));
      const nodes = known.every(({ running }) => running) ? known : await look(record.name);
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
          await context.run((await tools.runtime()).name, ['rm', '--force', '--volumes', ...names]);
        }
      }
      seen.delete(record.name);
      await rm(path.dirname(clusterFiles(context, record.name).kubeconfig), {
        recursive: true,
        force: true,
      });
    },

    nodes: ({ name }) => containerNodes(tools.runtime, () => seen.get(name) ?? look(name)),

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
  return nodes.every((node) => node.running) ? 'running' : 'stopped';
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
): NodeAccess {
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
