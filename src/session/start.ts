import path from 'node:path';
import {
  acquireCluster,
  type ClusterRequest,
  cniOf,
  ensureRunning,
  type MakeProvider,
} from '../cluster/acquire.ts';
import { contextKubeconfig, externalRecord } from '../cluster/external.ts';
import { kindProvider } from '../cluster/kind.ts';
import { type ClusterRecord, clusterFiles, clusterStore } from '../cluster/record.ts';
import { topologyOf } from '../cluster/topology.ts';
import { upgradeFlags, valuesOf } from '../cluster/values.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, messageOf, UsageError } from '../errors.ts';
import { recordStart } from '../grading/record.ts';
import { exclusively } from '../host/lock.ts';
import { writePrivate } from '../host/store.ts';
import { type Connection, connect, expectOk } from '../kube/connection.ts';
import { getObject } from '../kube/objects.ts';
import { discover, type Resources } from '../kube/resources.ts';
import type { Bank } from '../lab/bank.ts';
import { conflicts } from '../lab/conflicts.ts';
import { labDigest } from '../lab/digest.ts';
import { instantiate, type LabInstance, newSeed } from '../lab/instance.ts';
import { drawSecrets, withSecrets } from '../lab/secrets.ts';
import { type Plan, plan } from '../plan/plan.ts';
import { setUp } from '../setup/setup.ts';
import { isOn, type LabRecord, labStore } from './record.ts';
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
    const before = await resume(context, bank, request);
    if (before && 'record' in before) return before;
    const instance = instantiate(lab, request.seed ?? before?.seed ?? newSeed());
    const part = request.part ?? before?.part ?? null;
    return startAnew(context, bank, instance, request, { ...NOTHING_NOTED, ...before, part });
  });
}

/** Gets a cluster and begins the lab there. The caller holds the lock. */
export async function startAnew(
  context: Context,
  bank: Bank,
  instance: LabInstance,
  request: StartRequest,
  noted: Noted,
): Promise<Started> {
  const todo = plan(instance);
  const cluster =
    request.context === undefined
      ? await acquire(context, bank, instance, todo, request)
      : await acquireExternal(context, instance, request.context);
  const placed = instantiate(instance.lab, instance.seed, valuesOf(cluster));
  const record = await begin(context, placed, plan(placed), cluster, noted);
  return { record, cluster, instance: placed, resumed: false };
}

/** What a result notes of a lab, whatever happens to its cluster. */
export type Noted = Pick<LabRecord, 'part' | 'hints' | 'solutionSeen'>;

const NOTHING_NOTED: Noted = { part: null, hints: 0, solutionSeen: false };

/**
 * A lab that is on stays as it is. One that was left half-made, or whose cluster is gone, is
 * removed; what is returned of it goes over to the lab that is started in its place.
 */
async function resume(
  context: Context,
  bank: Bank,
  request: StartRequest,
): Promise<Started | (Noted & { seed: string }) | undefined> {
  const record = await labStore(context).get(request.lab);
  if (!record) return undefined;
  const cluster = await clusterStore(context).get(record.cluster);
  const provider = cluster && providerOf(context, cluster);
  const state = cluster && (await provider?.state(cluster));
  const alive = state === 'running' || state === 'stopped';
  if (!cluster || !provider || !alive || !isOn(record, cluster) || record.phase !== 'active') {
    await endLab(context, record);
    const { seed, part, hints, solutionSeen } = record;
    return { seed, part, hints, solutionSeen };
  }
  const asked: [unknown, unknown][] = [
    [request.seed, record.seed],
    [request.part, record.part],
    [request.context, cluster.context],
    [request.kubernetes && `v${request.kubernetes}.`, cluster.kubernetes.replace(/[^.]*$/, '')],
  ];
  if (asked.some(([wanted, given]) => wanted !== undefined && wanted !== given)) {
    throw new UsageError(
      `The lab ${record.lab} is on already, with seed ${record.seed} on ${cluster.name}.`,
      { next: `End it with \`cka-lab stop ${record.lab}\`, then start it anew.` },
    );
  }
  if (state === 'stopped') await ensureRunning(context, provider, cluster);
  const instance = instantiate(bank.require(record.lab), record.seed, valuesOf(cluster));
  return { record, cluster, instance, resumed: true };
}

async function acquire(
  context: Context,
  bank: Bank,
  instance: LabInstance,
  todo: Plan,
  request: StartRequest,
): Promise<ClusterRecord> {
  const { wanted, makeProvider } = await setUpFor(context, todo, request.kubernetes);
  const active = await labStore(context).all();
  const clusterRequest: ClusterRequest = {
    ...wanted,
    retain: request.retain,
    mayShare: (record) =>
      active
        .filter((other) => isOn(other, record))
        .every((other) => {
          if (todo.cluster.exclusive) return false;
          const lab = bank.labs.get(other.lab);
          return (
            lab !== undefined && conflicts(instance, instantiate(lab, other.seed)) === undefined
          );
        }),
  };
  return acquireCluster(context, makeProvider, clusterRequest);
}

/** Does all set-up, and says what a lab's cluster is made of and by what. */
export async function setUpFor(
  context: Context,
  { cluster }: Pick<Plan, 'cluster'>,
  kubernetes?: string | undefined,
): Promise<{
  wanted: Pick<ClusterRequest, 'topology' | 'image' | 'own' | 'upgrade'>;
  makeProvider: MakeProvider;
}> {
  const topology = await topologyOf(cluster.topology);
  const { from, to: upgradeTo } = topology.upgrade ?? {};
  if (from !== undefined && kubernetes !== undefined && kubernetes !== from) {
    throw new UsageError(`The topology ${topology.name} is made with Kubernetes ${from}.`, {
      next: 'Leave --kubernetes out.',
    });
  }
  const minor = from ?? kubernetes ?? cluster.kubernetes ?? DEFAULT_MINOR;
  const { image, runtime, kind } = await setUp(context, { minor, upgradeTo });
  const tools = { ...kindTools(context), runtime: async () => runtime, kind: async () => kind };
  const upgrade = image.upgradeTo && {
    to: image.upgradeTo,
    flags: upgradeFlags(await tools.host(image.reference)),
  };
  return {
    wanted: { topology, image, own: cluster.own, ...(upgrade ? { upgrade } : {}) },
    makeProvider: (by) => kindProvider(by, tools),
  };
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
  await refuseClaimed(connection, resources, instance.owns, name);
  const record = externalRecord(name, version.gitVersion, await cniOf(connection));
  const { learner } = await providerOf(context, record).kubeconfigs(record);
  await writePrivate(clusterFiles(context, record.name).kubeconfig, learner);
  await clusterStore(context).put(record.name, record);
  return record;
}

/** On a cluster of the user's, nothing that the lab owns may be there before the lab. */
async function refuseClaimed(
  connection: Connection,
  resources: Resources,
  owns: Pick<LabInstance['owns'], 'namespaces' | 'objects'>,
  cluster: string,
): Promise<void> {
  const claimed = [
    ...owns.namespaces.map((name) => ({ kind: 'Namespace', name })),
    ...owns.objects,
  ];
  for (const { kind, name } of claimed) {
    const type = resources.types.find((candidate) => candidate.kind === kind);
    if (type && (await getObject(connection, type, { name }))) {
      throw new InfrastructureError(
        `${kind}/${name} exists on ${cluster} and was not made by this lab.`,
        { next: 'Choose another variant with --seed, or another cluster.' },
      );
    }
  }
}

/** Seeds the lab; the record is written first, so that whatever happens can be undone. */
export async function begin(
  context: Context,
  instance: LabInstance,
  todo: Plan,
  cluster: ClusterRecord,
  noted: Noted,
): Promise<LabRecord> {
  const store = labStore(context);
  const record = await newRecord(context, instance, todo, cluster, noted);
  await store.put(record.lab, record);
  try {
    const active = await seedAnew(context, record, instance, todo, cluster);
    await store.put(record.lab, active);
    return active;
  } catch (error) {
    const undoing = context.undoing();
    // What went wrong first is what the user must read.
    await endLab(undoing, record).catch((undoError) => undoing.progress.note(messageOf(undoError)));
    throw error;
  }
}

/** The record of a lab that is about to be seeded. */
export async function newRecord(
  context: Context,
  instance: LabInstance,
  todo: Plan,
  cluster: ClusterRecord,
  noted: Noted = NOTHING_NOTED,
): Promise<LabRecord> {
  return {
    lab: instance.lab.id,
    seed: instance.seed,
    folders: foldersOf(instance.lab),
    cluster: cluster.name,
    clusterMark: cluster.mark,
    undo: todo.undo,
    phase: 'seeding',
    part: noted.part,
    started: new Date(context.now()).toISOString(),
    digest: await labDigest(instance.lab),
    hints: noted.hints,
    solutionSeen: noted.solutionSeen,
    recorded: null,
  };
}

/** Removes what an earlier time left of the lab, and seeds it; the record then says so. */
export function seedAnew(
  context: Context,
  record: LabRecord,
  instance: LabInstance,
  todo: Plan,
  cluster: ClusterRecord,
  alone?: boolean,
): Promise<LabRecord> {
  return context.progress.step(`Seeding ${record.lab} (seed ${record.seed})`, async () => {
    const ground = await groundOf(context, cluster);
    const { connection, resources } = ground;
    if (cluster.provider === 'kind') {
      await undoOnCluster(context, ground, cluster, record, alone);
    } else {
      // Seeding would mark a namespace that the learner made; other objects of theirs just stay.
      const { namespaces } = instance.owns;
      const name = cluster.context ?? cluster.name;
      await refuseClaimed(connection, resources, { namespaces, objects: [] }, name);
    }
    const secrets = drawSecrets(instance.secrets);
    const printed = await seedLab(
      context,
      ground,
      { id: record.lab, environment: instance.environment },
      { namespaces: todo.namespaces, steps: withSecrets(todo.steps, secrets) },
    );
    const recorded = await recordStart(connection, todo.record, { secrets, printed });
    const started = new Date(context.now()).toISOString();
    return { ...record, phase: 'active', recorded, started };
  });
}

function foldersOf({ origin, dir, graderFile }: LabInstance['lab']): LabRecord['folders'] {
  if (origin === 'built-in') return null;
  return { labs: path.dirname(dir), graders: path.dirname(graderFile) };
}
