import path from 'node:path';
import { acquireCluster, type ClusterRequest, cniOf, ensureRunning } from '../cluster/acquire.ts';
import { contextKubeconfig, externalRecord } from '../cluster/external.ts';
import { kindProvider } from '../cluster/kind.ts';
import { type ClusterRecord, clusterFiles, clusterStore } from '../cluster/record.ts';
import { topologyOf } from '../cluster/topology.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { recordStart } from '../grading/record.ts';
import { exclusively } from '../host/lock.ts';
import { writePrivate } from '../host/store.ts';
import { connect, expectOk } from '../kube/connection.ts';
import { getObject } from '../kube/objects.ts';
import { discover } from '../kube/resources.ts';
import type { Bank } from '../lab/bank.ts';
import { conflicts } from '../lab/conflicts.ts';
import { labDigest } from '../lab/digest.ts';
import { instantiate, type LabInstance, newSeed } from '../lab/instance.ts';
import { type Plan, plan } from '../plan/plan.ts';
import { setUp } from '../setup/setup.ts';
import { type LabRecord, labStore } from './record.ts';
import { seedLab } from './seed.ts';
import { endLab, groundOf, undoOnCluster } from './undo.ts';
import { kindTools, providerOf } from './world.ts';

export interface StartRequest {
  lab: string;
  seed?: string | undefined;
  part?: string | undefined;
  /** Kubernetes minor version, such as '1.37'. */
  kubernetes?: string | undefined;
  /** A context of the user's kubeconfig, instead of a cluster made here. */
  context?: string | undefined;
  retain: boolean;
}

export interface Started {
  record: LabRecord;
  cluster: ClusterRecord;
  instance: LabInstance;
  /** The lab was on already; nothing was changed. */
  resumed: boolean;
}

/** The minor version that labs run on unless they or the user ask for another. */
export const DEFAULT_MINOR = '1.37';

/** Starts a lab, with all that it needs. Interrupted or failed, it leaves nothing half-made. */
export function startLab(context: Context, bank: Bank, request: StartRequest): Promise<Started> {
  const lab = bank.require(request.lab);
  if (request.part !== undefined && !lab.parts.some(({ id }) => id === request.part)) {
    throw new UsageError(`The lab ${lab.id} has no part '${request.part}'.`, {
      next:
        lab.parts.length > 0
          ? `Its parts: ${lab.parts.map(({ id }) => id).join(', ')}.`
          : 'Leave --part out.',
    });
  }
  return exclusively(context, async () => {
    const resumed = await resume(context, bank, request);
    if (resumed) return resumed;
    const instance = instantiate(lab, request.seed ?? newSeed());
    const todo = plan(instance);
    const cluster =
      request.context === undefined
        ? await acquire(context, bank, instance, todo, request)
        : await acquireExternal(context, instance, request.context);
    const record = await begin(context, bank, instance, todo, cluster, request.part ?? null);
    return { record, cluster, instance, resumed: false };
  });
}

/** A lab that is on stays as it is; one that was left half-made is removed first. */
async function resume(
  context: Context,
  bank: Bank,
  request: StartRequest,
): Promise<Started | undefined> {
  const record = await labStore(context).get(request.lab);
  if (!record) return undefined;
  const cluster = await clusterStore(context).get(record.cluster);
  const provider = cluster && providerOf(context, cluster);
  const state = cluster && (await provider?.state(cluster));
  const alive = state === 'running' || state === 'stopped';
  if (!cluster || !provider || !alive || record.phase !== 'active') {
    await endLab(context, bank, record);
    return undefined;
  }
  const differs =
    (request.seed ?? record.seed) !== record.seed || (request.part ?? record.part) !== record.part;
  if (differs) {
    throw new UsageError(`The lab ${record.lab} is on already, with seed ${record.seed}.`, {
      next: `End it with \`cka-lab stop ${record.lab}\`, then start it anew.`,
    });
  }
  await ensureRunning(context, provider, cluster);
  return {
    record,
    cluster,
    instance: instantiate(bank.require(record.lab), record.seed),
    resumed: true,
  };
}

async function acquire(
  context: Context,
  bank: Bank,
  instance: LabInstance,
  todo: Plan,
  request: StartRequest,
): Promise<ClusterRecord> {
  const minor = request.kubernetes ?? todo.cluster.kubernetes ?? DEFAULT_MINOR;
  const { image, runtime, kind } = await setUp(context, { minor });
  const active = await labStore(context).all();
  const clusterRequest: ClusterRequest = {
    topology: await topologyOf(todo.cluster.topology),
    image,
    own: todo.cluster.own,
    retain: request.retain,
    mayShare: (record) =>
      active
        .filter((other) => other.cluster === record.name)
        .every((other) => {
          if (todo.cluster.exclusive) return false;
          const lab = bank.labs.get(other.lab);
          return (
            lab !== undefined && conflicts(instance, instantiate(lab, other.seed)) === undefined
          );
        }),
  };
  const tools = { ...kindTools(context), runtime: async () => runtime, kind: async () => kind };
  return acquireCluster(context, (by) => kindProvider(by, tools), clusterRequest);
}

async function acquireExternal(
  context: Context,
  instance: LabInstance,
  name: string,
): Promise<ClusterRecord> {
  if (!instance.lab.external) {
    throw new UsageError(
      `The lab ${instance.lab.id} changes more than a cluster of yours should bear.`,
      {
        next: 'Leave --context out: a cluster is made for it.',
      },
    );
  }
  const kubeconfig = await contextKubeconfig(context, name);
  const connection = await connect({ kubeconfig, signal: context.signal });
  const version = expectOk(await connection.request('GET', '/version'), 'Reading the version');
  const resources = await discover(connection);
  const namespace = resources.byKind('Namespace');
  const claimed = [
    ...instance.owns.namespaces.map((name) => ({ type: namespace, name })),
    ...instance.owns.objects.map(({ kind, name: owned }) => ({
      type: resources.byKind(kind),
      name: owned,
    })),
  ];
  for (const { type, name: owned } of claimed) {
    const object = await getObject(connection, type, { name: owned });
    if (object) {
      throw new InfrastructureError(
        `${type.kind}/${owned} exists on ${name} and was not made by this lab.`,
        {
          next: 'Choose another variant with --seed, or another cluster.',
        },
      );
    }
  }
  const record = externalRecord(name, version.gitVersion, await cniOf(connection));
  const { learner } = await providerOf(context, record).kubeconfigs(record);
  await writePrivate(clusterFiles(context, record.name).kubeconfig, learner);
  await clusterStore(context).put(record.name, record);
  return record;
}

/** Seeds the lab; the record is written first, so that whatever happens can be undone. */
export async function begin(
  context: Context,
  bank: Bank,
  instance: LabInstance,
  todo: Plan,
  cluster: ClusterRecord,
  part: string | null,
): Promise<LabRecord> {
  const store = labStore(context);
  const record: LabRecord = {
    lab: instance.lab.id,
    seed: instance.seed,
    folders: foldersOf(instance.lab),
    cluster: cluster.name,
    phase: 'seeding',
    part,
    started: new Date(context.now()).toISOString(),
    digest: await labDigest(instance.lab),
    hints: 0,
    solutionSeen: false,
    recorded: null,
  };
  await store.put(record.lab, record);
  try {
    return await context.progress.step(`Seeding ${record.lab} (seed ${record.seed})`, async () => {
      const ground = await groundOf(context, cluster);
      if (cluster.provider === 'kind') await undoOnCluster(context, ground, cluster, todo);
      await seedLab(context, ground, { id: record.lab, environment: instance.environment }, todo);
      const recorded = await recordStart(ground.connection, todo.record);
      const active: LabRecord = {
        ...record,
        phase: 'active',
        recorded,
        started: new Date(context.now()).toISOString(),
      };
      await store.put(record.lab, active);
      return active;
    });
  } catch (error) {
    await endLab(context.undoing(), bank, record);
    throw error;
  }
}

function foldersOf({ origin, dir, graderFile }: LabInstance['lab']): LabRecord['folders'] {
  if (origin === 'built-in') return null;
  return { labs: path.dirname(dir), graders: path.dirname(graderFile) };
}
