import * as client from '@kubernetes/client-node';
import { InfrastructureError, messageOf } from '../errors.ts';
import { type Connection, connect, describe } from '../kube/connection.ts';
import { createExec, type ExecInPod, type ExecResult } from '../kube/exec.ts';
import { getObject, type KubeObject } from '../kube/objects.ts';
import { type Api, type ApiName, readOnly, typedApi } from '../kube/read-only.ts';
import { discover, pathOf, type Resources } from '../kube/resources.ts';
import { createReviews, type Reviews } from '../kube/reviews.ts';
import { type TlsClient, whyDistrusted } from '../kube/serving.ts';
import { typeOf } from '../kube/type-of.ts';
import { type ObjectRef, parseRef } from '../lab/ref.ts';
import { ComponentDown } from './component-down.ts';
import type { GradedLab } from './lab.ts';
import { readLearnerFile } from './learner-file.ts';
import { type NodeReader, type NodeShell, nodeReader, runs } from './node.ts';
import { ownApi } from './own-api.ts';
import { type ExecOptions, execInSeeded } from './pods.ts';
import type { Recorded } from './record.ts';
import type { Failed } from './verdict.ts';

/** What graders read. Nothing here can change the cluster. */
export interface Facts {
  readonly recorded: Recorded;
  /** Aborted when the check has had its time. */
  readonly signal: AbortSignal;
  /** Seconds for which the cluster may not have taken in a change: so long it is asked again. */
  readonly lag: number;
  /** The API server's address, as kubeconfigs on this machine have it. */
  readonly server: string;
  /** The same, as kubeconfigs on exam hosts and nodes have it. */
  readonly serverInside?: string | undefined;
  /** Questions to the authorizer. */
  readonly reviews: Reviews;
  /** A generated client, 'CoreV1Api' for instance; it refuses all but get, list and reviews. */
  api<Name extends ApiName>(name: Name): Api<Name>;
  /** An object of any kind, 'Deployment/web in orders'; undefined when there is none. */
  get<T extends KubeObject = KubeObject>(ref: string | ObjectRef): Promise<T | undefined>;
  list<T extends KubeObject = KubeObject>(kind: string, options?: ListOptions): Promise<T[]>;
  /** Throws ComponentDown unless the API server says that it is ready (GET /readyz). */
  apiReady(): Promise<void>;
  /**
   * Why a client does not take the API server's certificate; undefined where it does. Throws
   * ComponentDown when it shows none.
   */
  whyDistrusted(client: Pick<TlsClient, 'name' | 'authority'>): Promise<string | undefined>;
  /** The kinds that the cluster serves. */
  resources(): Promise<Resources>;
  /** Runs a program in a pod under `probes:` of lab.yaml, or in one of a workload there. */
  exec(
    pod: string | ObjectRef,
    command: readonly string[],
    options?: ExecOptions,
  ): Promise<ExecResult | Failed>;
  /**
   * A file in the lab's folder on the learner's machine, {{files}} in the task; undefined when there
   * is none that can be read, of at most 1 MiB.
   */
  file(name: string): Promise<string | undefined>;
  /** A node, 'control-plane' or 'worker'. */
  node(name: string): NodeReader;
  /** Whether the lab grades a component, so that its being down is the learner's failure. */
  grades(component: string): boolean;
  /** Whether programs run on the control plane's node, whatever the API server does. */
  nodeRuns(): Promise<boolean>;
  /** The same facts for as long as this signal is not aborted. */
  until(signal: AbortSignal): Facts;
  /** What was read through these facts; kept where somebody wants to know. */
  readonly reads?: Reads | undefined;
}

/** What a check has read, so that it is looked at again when that changes. */
export interface Reads {
  /** Checks share an answer: what the other one reads for it, these have read too. */
  include(other: Reads): void;
}

export interface ListOptions {
  /** Every namespace when not said. */
  namespace?: string;
  labels?: Record<string, string>;
}

/** What reading facts needs to know of the lab. */
type FactsLab = Pick<GradedLab, 'grades'> & Partial<Pick<GradedLab, 'parameters'>>;

export interface FactsOptions {
  /** The text of a kubeconfig that may read everything and ask in anybody's name. */
  kubeconfig: string;
  context?: string;
  lab: FactsLab;
  recorded: Recorded;
  nodes: NodeShell;
  signal: AbortSignal;
}

/** What facts are read through. */
export interface Ways {
  connection: Connection;
  exec: ExecInPod;
  nodes: NodeShell;
  /** Reads a file of the learner's; see readLearnerFile. */
  file: typeof readLearnerFile;
}

// Informers of several API servers, and the controller that fills aggregated roles.
const LAG_S = 2;

/** One warm connection that all checks share. No request is sent yet. */
export async function createFacts(options: FactsOptions): Promise<Facts> {
  return factsFrom(await openWays(options), options);
}

export async function openWays({
  kubeconfig,
  context,
  nodes,
}: Pick<FactsOptions, 'kubeconfig' | 'context' | 'nodes'>): Promise<Ways> {
  const target = { kubeconfig, ...(context === undefined ? {} : { context }) };
  const connection = await connect(target);
  return {
    connection: ownApi(connection, () => performance.now()),
    exec: await createExec(target, connection),
    nodes,
    file: readLearnerFile,
  };
}

/** The same over ways that are there already. `lag` in seconds; 2 when not said. */
export function factsFrom(
  ways: Ways,
  options: Pick<FactsOptions, 'lab' | 'recorded' | 'signal'> & { lag?: number; reads?: Reads },
): Facts {
  const { exec, nodes, file } = ways;
  const { lab, recorded, signal, reads, lag = LAG_S } = options;
  const mayBeDown = ['apiserver', 'etcd'].some((component) => lab.grades.includes(component));
  const connection = knowingOutages(readOnly(ways.connection), mayBeDown);
  let resources: Promise<Resources> | undefined;

  const factsUntil = (signal: AbortSignal): Facts => {
    const stoppable = within(connection, signal);
    const facts: Facts = {
      recorded,
      signal,
      lag,
      server: ways.connection.server,
      serverInside: insideOf(lab.parameters?.cluster),
      reads,
      reviews: createReviews(stoppable),
      // biome-ignore lint/performance/noDynamicNamespaceImportAccess: graders choose a client by name
      api: (name) => typedApi(client[name] as never, stoppable),
      async get<T extends KubeObject>(ref: string | ObjectRef) {
        const wanted = typeof ref === 'string' ? parseRef(ref) : ref;
        const type = typeOf(await facts.resources(), wanted);
        return (await getObject(stoppable, type, wanted)) as T | undefined;
      },
      async list(kind, { namespace, labels = {} } = {}) {
        const type = (await facts.resources()).byKind(kind);
        const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
        const query: Record<string, string> =
          selector.length > 0 ? { labelSelector: selector.join(',') } : {};
        const answer = await stoppable.request('GET', pathOf(type, { namespace }), { query });
        if (answer.status < 300) return answer.body.items;
        throw new InfrastructureError(`Listing ${type.plural}: ${describe(answer)}.`);
      },
      async apiReady() {
        const answer = await stoppable.request('GET', '/readyz', { accept: '*/*' });
        if (answer.status < 300) return;
        throw new ComponentDown('apiserver', `The API server is not ready: ${describe(answer)}.`);
      },
      async whyDistrusted({ name, authority }) {
        try {
          return await whyDistrusted(ways.connection.server, { name, authority, signal });
        } catch (error) {
          throw new ComponentDown('apiserver', messageOf(error), error);
        }
      },
      // Kept for all checks, so no single check's signal ends it. A failure is not kept.
      resources: () => {
        resources ??= discover(connection).catch((error) => {
          resources = undefined;
          throw error;
        });
        return resources;
      },
      exec: (pod, command, execOptions = {}) =>
        execInSeeded(
          facts,
          exec,
          typeof pod === 'string' ? parseRef(pod) : pod,
          command,
          execOptions,
        ),
      async file(name) {
        const { files } = lab.parameters ?? {};
        return files === undefined ? undefined : file(files, name);
      },
      node: (name) => nodeReader(nodes, name),
      grades: (component) => lab.grades.includes(component),
      async nodeRuns() {
        const [controlPlane] = await nodes.names();
        return controlPlane !== undefined && runs(nodes, controlPlane);
      },
      until: (other) => factsUntil(AbortSignal.any([signal, other])),
    };
    return facts;
  };
  return factsUntil(signal);
}

function insideOf(cluster: string | undefined): string | undefined {
  return cluster === undefined ? undefined : `https://${cluster}-control-plane:6443`;
}

const PATIENCE_MS = 4000;
/** What an API service of its own serves, such as metrics, may be down by itself. */
const SERVED_ELSEWHERE = /^\/apis\/[^/]+\/[^/]+$/;

/**
 * No answer at all means that the API server is down, or that we can't reach it. Where it may be
 * down it is not waited for, and its own errors count: without etcd it hangs, or answers with one.
 */
function knowingOutages(connection: Connection, mayBeDown: boolean): Connection {
  return {
    server: connection.server,
    async request(method, path, options = {}) {
      try {
        const limit = mayBeDown && !options.onLine ? AbortSignal.timeout(PATIENCE_MS) : undefined;
        const signals = [options.signal, limit].filter((signal) => signal !== undefined);
        const signal = signals.length === 0 ? {} : { signal: AbortSignal.any(signals) };
        const answer = await connection.request(method, path, { ...options, ...signal });
        if (mayBeDown && answer.status >= 500 && !SERVED_ELSEWHERE.test(path)) {
          throw new ComponentDown('apiserver', `${method} ${path}: ${describe(answer)}`);
        }
        return answer;
      } catch (error) {
        if (!(error instanceof InfrastructureError) || error instanceof ComponentDown) throw error;
        throw new ComponentDown('apiserver', error.message, error);
      }
    },
  };
}

function within(connection: Connection, signal: AbortSignal): Connection {
  return {
    server: connection.server,
    request: (method, path, options) =>
      connection.request(method, path, {
        ...options,
        signal: options?.signal ? AbortSignal.any([options.signal, signal]) : signal,
      }),
  };
}
