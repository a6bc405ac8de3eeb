import { MIB } from '../cluster/memory.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { exclusively } from '../host/lock.ts';
import { patient } from '../host/patience.ts';
import type { Bank } from '../lab/bank.ts';
import { kitsFor } from '../session/kits.ts';
import { ensureTools } from '../session/learner.ts';
import { machineOf, SPARE } from '../session/machine.ts';
import type { Kit } from '../session/place.ts';
import type { DrawnCluster, DrawnTask } from './draw.ts';
import { kindOfDrawn, makeFor, removeUnknown, wake } from './place.ts';
import { type ExamRecord, readExam, taskIn } from './record.ts';
import { seedTask } from './seeded.ts';
import { loseCluster, setCluster, setTask, whyLost } from './states.ts';
import { allEnded, type Turns, turns } from './turns.ts';

/** Labs that are seeded at once: more of them wait for each other on the machine's cores. */
const SEEDINGS = 3;

export interface ProvisionOptions {
  /** Called as each task can be worked on. */
  ready?: ((number: number) => void | Promise<void>) | undefined;
}

/**
 * Brings up what is not up and seeds what is not seeded, of the exam in this world; what was cut
 * short, however it was, is done anew. What can't be had is lost, with the reason, and the rest goes on.
 * Throws Interrupted, and what no task could do without, such as a missing runtime.
 */
export function provision(
  context: Context,
  bank: Bank,
  options: ProvisionOptions = {},
): Promise<ExamRecord> {
  return exclusively(context, () => bringUp(context, bank, options));
}

/** What an exam is brought up with. */
export interface SetUp {
  /** By kind of cluster. */
  kits: ReadonlyMap<string, Kit>;
  cpus: number;
}

/**
 * All set-up that an exam needs, once for each kind of cluster. Throws InfrastructureError where this
 * machine has not the memory for what is not up yet.
 */
export async function setUpExam(
  context: Context,
  bank: Bank,
  { blueprint, draw, clusters }: Pick<ExamRecord, 'blueprint' | 'draw'> & Partial<ExamRecord>,
): Promise<SetUp> {
  if (blueprint.access === 'contexts') {
    await ensureTools(
      context,
      draw.tasks.map(({ lab }) => bank.require(lab)),
    );
  }
  const kits = await kitsFor(
    context,
    draw.clusters.map(({ topology, kubernetes, own }) => ({
      topology,
      kubernetes: kubernetes ?? undefined,
      own,
      exclusive: own,
    })),
  );
  const missing = draw.clusters.filter(({ key }) => {
    const { state } = clusters?.[key] ?? {};
    return state !== 'up' && state !== 'lost';
  });
  const [first] = draw.clusters;
  if (!first) return { kits, cpus: 1 };
  const machine = await machineOf(context, kitOf(kits, first).wanted.image.reference);
  refuseWithout(machine.memory, missing);
  return { kits, cpus: machine.cpus };
}

/** `memory`: bytes that are free. */
export function refuseWithout(
  memory: number,
  missing: readonly Pick<DrawnCluster, 'memory'>[],
): void {
  const needed = missing.reduce((sum, cluster) => sum + cluster.memory, 0);
  const free = Math.max(0, Math.floor((memory - SPARE) / MIB));
  // A single one is tried all the same, as for a lab.
  if (missing.length < 2 || needed <= free) return;
  throw new InfrastructureError(
    `The clusters of this exam take ${needed} MiB, and this machine has ${free} MiB for them.`,
    {
      next: 'End what else takes memory (`cka-lab stop --all` for other labs), or take a smaller blueprint.',
    },
  );
}

/** The same where the caller holds the lock of this world. */
export async function bringUp(
  context: Context,
  bank: Bank,
  { ready }: ProvisionOptions = {},
): Promise<ExamRecord> {
  const exam = await requireExam(context);
  // First: it takes memory.
  await removeUnknown(context, exam);
  const { kits, cpus } = await setUpExam(context, bank, exam);
  const wanted = exam.draw.clusters.filter(({ key }) => exam.clusters[key]?.state !== 'lost');
  const work: Work = {
    context: patient(context),
    bank,
    exam,
    kits,
    making: turns(cpus),
    seeding: turns(SEEDINGS),
    ready,
  };
  const [first, ...others] = wanted;
  if (first) {
    // Alone until its first task is there: that is what the learner waits for.
    const begun = Promise.withResolvers<void>();
    const firstSeeded = inTurn(work, first)
      .then((cluster) => seedAll(work, first, cluster, begun.resolve))
      .finally(begun.resolve);
    const rest = others.map(async (one) => {
      await begun.promise;
      await seedAll(work, one, await inTurn(work, one));
    });
    await allEnded([firstSeeded, ...rest]);
  }
  return requireExam(context);
}

interface Work {
  context: Context;
  bank: Bank;
  exam: ExamRecord;
  kits: ReadonlyMap<string, Kit>;
  making: Turns;
  seeding: Turns;
  ready: ProvisionOptions['ready'];
}

export async function requireExam(context: Context): Promise<ExamRecord> {
  const exam = await readExam(context);
  if (exam) return exam;
  throw endedMeanwhile();
}

export function endedMeanwhile(): InfrastructureError {
  return new InfrastructureError('The exam was ended meanwhile.', {
    next: 'Start another one with `cka-lab exam start`.',
  });
}

function kitOf(kits: ReadonlyMap<string, Kit>, cluster: DrawnCluster): Kit {
  const kit = kits.get(kindOfDrawn(cluster));
  if (!kit) throw new Error(`no set-up was done for a cluster ${cluster.topology}`);
  return kit;
}

/** A cluster that is up; undefined when it could not be made, and its tasks are lost. */
async function upOrLost(
  work: Work,
  cluster: DrawnCluster,
  made: () => void,
): Promise<ClusterRecord | undefined> {
  const { context, bank, exam, kits } = work;
  const { key } = cluster;
  try {
    if (exam.clusters[key]?.state === 'up') return await wake(context, exam, bank, key);
    await setCluster(context, key, { state: 'creating', name: null, why: null });
    const record = await makeFor(context, exam, cluster, kitOf(kits, cluster), made);
    await setCluster(context, key, { state: 'up', name: record.name, why: null });
    return record;
  } catch (error) {
    await loseCluster(context, key, `its cluster is not there: ${whyLost(context, error)}`);
    return undefined;
  }
}

/** The same once its turn has come; the next one comes as soon as the nodes are made. */
function inTurn(work: Work, cluster: DrawnCluster): Promise<ClusterRecord | undefined> {
  return new Promise((resolve, reject) => {
    void work.making(
      () =>
        new Promise<void>((made) => {
          void upOrLost(work, cluster, made).then(resolve, reject).finally(made);
        }),
    );
  });
}

/**
 * Seeds the tasks of a cluster that are not seeded yet, in the order of the exam; `seeded` is called
 * after each.
 */
async function seedAll(
  work: Work,
  { key, own }: DrawnCluster,
  cluster: ClusterRecord | undefined,
  seeded = () => {},
): Promise<void> {
  if (!cluster) return;
  const { context, bank, exam, seeding, ready } = work;
  const stateOf = ({ number }: DrawnTask) => taskIn(exam, number)?.state;
  const waiting = exam.draw.tasks.filter(
    (task) => task.cluster === key && ['waiting', 'seeding'].includes(stateOf(task) ?? ''),
  );
  for (const task of waiting) {
    await seeding(async () => {
      await setTask(context, task.number, { state: 'seeding', why: null });
      try {
        await trying(context, own ? 1 : 2, () => seedTask(context, bank, exam, task, cluster));
        await setTask(context, task.number, { state: 'ready' });
      } catch (error) {
        const why = `it could not be seeded: ${whyLost(context, error)}`;
        await setTask(context, task.number, { state: 'lost', why });
        return;
      }
      seeded();
      await ready?.(task.number);
    });
  }
}

/** A busy machine may be late once; what was half done is done anew. */
async function trying<T>(context: Context, times: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = whyLost(context, error);
    if (times <= 1) throw error;
    context.progress.note(`Trying again: ${why}`);
    return trying(context, times - 1, work);
  }
}
