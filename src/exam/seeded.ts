import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import type { LabInstance } from '../lab/instance.ts';
import { plan } from '../plan/plan.ts';
import type { ActiveLab } from '../session/active.ts';
import { newRecord, seedAnew } from '../session/begin.ts';
import { instanceOn } from '../session/files.ts';
import { isOn, labStore } from '../session/record.ts';
import type { DrawnTask } from './draw.ts';
import { filesOnHost } from './host/host.ts';
import { clusterAt } from './place.ts';
import { type ExamRecord, taskIn } from './record.ts';

/** A task of the exam by its number. */
export function drawnTask(exam: ExamRecord, number: number): DrawnTask {
  const task = exam.draw.tasks.find((one) => one.number === number);
  if (!task) throw new Error(`the exam has no task ${number}`);
  return task;
}

/** The learner's folder of a task on the exam host; undefined where the learner works on this machine. */
export function folderOf(exam: Pick<ExamRecord, 'blueprint'>, number: number): string | undefined {
  // A lab's name could tell the learner what is wrong.
  return exam.blueprint.access === 'ssh' ? filesOnHost(`task-${number}`) : undefined;
}

/** A task's lab as it is on its cluster. */
export function instanceFor(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  { lab, seed, number }: DrawnTask,
  cluster: ClusterRecord,
): LabInstance {
  return instanceOn(context, bank.require(lab), seed, cluster, folderOf(exam, number));
}

/**
 * A task's lab that was seeded, and where it is. Throws InfrastructureError when the task was lost
 * or is not ready yet.
 */
export async function taskLab(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  number: number,
): Promise<ActiveLab> {
  const task = drawnTask(exam, number);
  const { state, why } = taskIn(exam, number) ?? {};
  const cluster = await clusterAt(context, exam, task.cluster);
  const record = await labStore(context).get(task.lab);
  if (state === 'ready' && cluster && record?.phase === 'active' && isOn(record, cluster)) {
    return { record, cluster, instance: instanceFor(context, bank, exam, task, cluster) };
  }
  if (state === 'waiting' || state === 'seeding') {
    throw new InfrastructureError(`Task ${number} is not ready yet.`, {
      next: 'Go on with another one; `cka-lab exam status` shows which are ready.',
    });
  }
  throw new InfrastructureError(
    `Task ${number} was lost: ${why ?? 'its cluster is gone'}`.replace(/[^.]$/, '$&.'),
    { next: 'Rebuild it with `cka-lab exam repair`.' },
  );
}

/** Seeds a task's lab, whatever an earlier time left of it. */
export async function seedTask(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  task: DrawnTask,
  cluster: ClusterRecord,
): Promise<ActiveLab> {
  const instance = instanceFor(context, bank, exam, task, cluster);
  const todo = plan(instance);
  const store = labStore(context);
  const record = await newRecord(context, instance, todo, cluster);
  await store.put(record.lab, record);
  const active = await seedAnew(context, record, instance, todo, cluster);
  await store.put(record.lab, active);
  return { record: active, cluster, instance };
}
