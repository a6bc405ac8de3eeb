import * as client from '@kubernetes/client-node';
import { InfrastructureError } from '../errors.ts';
import { type Connection, connect, describe } from '../kube/connection.ts';
import { createExec, type ExecResult } from '../kube/exec.ts';
import { getObject, type KubeObject } from '../kube/objects.ts';
import { type Api, type ApiName, readOnly, typedApi } from '../kube/read-only.ts';
import { discover, pathOf, type Resources } from '../kube/resources.ts';
import { createReviews, type Reviews } from '../kube/reviews.ts';
import { typeOf } from '../kube/type-of.ts';
import { type ObjectRef, parseRef } from '../lab/ref.ts';
import { ComponentDown } from './component-down.ts';
import type { GradedLab } from './lab.ts';
import { type NodeReader, type NodeShell, nodeReader, runs } from './node.ts';
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
  /** Questions to the authorizer. */
  readonly reviews: Reviews;
  /** A generated client, 'CoreV1Api' for instance; it refuses all but get, list and reviews. */
  api<Name extends ApiName>(name: Name): Api<Name>;
  /** An object of any kind, 'Deployment/web in orders'; undefined when there is none. */
  get<T extends KubeObject = KubeObject>(ref: string | ObjectRef): Promise<T | undefined>;
  list<T extends KubeObject = KubeObject>(kind: string, options?: ListOptions): Promise<T[]>;
  /** The kinds that the cluster serves. */
  resources(): Promise<Resources>;
  /** Runs a program in a pod under `probes:` of lab.yaml, or in one of a workload there. */
  exec(
    pod: string | ObjectRef,
    command: readonly string[],
    options?: ExecOptions,
  ): Promise<ExecResult | Failed>;
  /** A node, 'control-plane' or 'worker'. */
  node(name: string): NodeReader;
  /** Whether the lab grades a component, so that its being down is the learner's failure. */
  grades(component: string): boolean;
  /** Whether programs run on the control plane's node, whatever the API server does. */
  nodeRuns(): Promise<boolean>;
  /** The same facts for as long as this signal is not aborted. */
  until(signal: AbortSignal): Facts;
}

export interface ListOptions {
  /** Every namespace when not said. */
  namespace?: string;
  labels?: Record<string, string>;
}

export interface FactsOptions {
  /** The text of a kubeconfig that may read everything and ask in anybody's name. */
  kubeconfig: string;
  context?: string;
  lab: Pick<GradedLab, 'grades'>;
  recorded: Recorded;
  nodes: NodeShell;
  signal: AbortSignal;
}

// Informers of several API servers, and the controller that fills aggregated roles.
const LAG_S = 2;

/** One warm connection that all checks share. No request is sent yet. */
export async function createFacts(options: FactsOptions): Promise<Facts> {
  const { kubeconfig, context, lab, recorded, nodes, signal } = options;
  const target = { kubeconfig, ...(context === undefined ? {} : { context }) };
  const connection = knowingOutages(readOnly(await connect(target)));
  const exec = createExec(target);
  let resources: Promise<Resources> | undefined;

  const factsUntil = (signal: AbortSignal): Facts => {
    const stoppable = within(connection, signal);
    const facts: Facts = {
      recorded,
      signal,
      lag: LAG_S,
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

/** No answer at all means that the API server is down, or that we can't reach it. */
function knowingOutages(connection: Connection): Connection {
  return {
    server: connection.server,
    async request(method, path, options) {
      try {
        return await connection.request(method, path, options);
      } catch (error) {
        if (!(error instanceof InfrastructureError)) throw error;
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
