import type { Baseline } from '../cluster/baseline.ts';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { learnerFolder, removeFolder } from '../session/files.ts';
import { labStore } from '../session/record.ts';
import type { Stage } from './answer-all.ts';
import { type Applied, applyAnswer, NO_ANSWER } from './answer-apply.ts';
import { onAnswerHost } from './answer-host.ts';
import type { Answers } from './answers.ts';
import type { DrawnTask } from './draw.ts';
import { attempt, gradeTask } from './grade.ts';
import type { Making } from './host/container.ts';
import { cleanAfter, standOf } from './isolate.ts';
import { clusterAt, removeWithLabs } from './place.ts';
import { bringUp, requireExam } from './provision.ts';
import { type ExamRecord, notMade, taskIn, updateExam } from './record.ts';
import { instanceFor, seedTask, taskLab } from './seeded.ts';
import { seedsOf } from './seeds.ts';
import { loseCluster, setTask, whyLost } from './states.ts';

const MINUTE_MS = 60_000;

export interface StageRequest {
  answers: Answers;
  making: Making;
  /** Minutes that each answer may take; those of its lab when not said. */
  minutes?: number | undefined;
}

/** The stage on real clusters, once all of them are up. The caller holds the lock of this world. */
export async function stageOf(
  context: Context,
  bank: Bank,
  { answers, making, minutes }: StageRequest,
): Promise<Stage> {
  /** What clusters held when their labs were seeded, by key; those that several tasks are on. */
  const stands = new Map<string, Baseline>();
  const takeStand = async (exam: ExamRecord, key: string) => {
    const cluster = await clusterAt(context, exam, key);
    const on = exam.draw.tasks.filter((task) => task.cluster === key);
    if (!cluster || exam.clusters[key]?.state !== 'up' || on.length < 2) return;
    const owned = on.map((task) => instanceFor(context, bank, exam, task, cluster).owns);
    stands.delete(key);
    try {
      stands.set(key, await standOf(context, cluster, owned));
    } catch (error) {
      // Then it is made anew after the next answer.
      context.progress.note(whyLost(context, error));
    }
  };
  const exam = await requireExam(context);
  await Promise.all(exam.draw.clusters.map(({ key }) => takeStand(exam, key)));
  const total = exam.draw.tasks.length;

  async function apply(task: DrawnTask): Promise<Applied> {
    const { number, lab: id } = task;
    const answer = answers.byLab.get(id);
    if (!answer) return NO_ANSWER;
    if (answer.flaw !== null) return { answer: answer.flaw, seconds: 0 };
    const exam = await requireExam(context);
    const active = await taskLab(context, bank, exam, number);
    const limit = (minutes ?? active.instance.lab.minutes) * MINUTE_MS;
    const { shown } = active.instance;
    return context.progress.step(`Applying answer ${number} of ${total}: ${id}`, () =>
      onAnswerHost(context, making, exam, number, active, (host) =>
        applyAnswer(host, answer, shown, limit, context.now),
      ),
    );
  }

  async function rebuild(key: string, from: number): Promise<void> {
    try {
      const cluster = await clusterAt(context, await requireExam(context), key);
      await updateExam(context, (record) => {
        record.clusters[key] = notMade();
        for (const { number, cluster: on } of record.draw.tasks) {
          const task = taskIn(record, number);
          if (on === key && task && number >= from) task.state = 'waiting';
        }
      });
      if (cluster) await removeWithLabs(context, cluster);
      await takeStand(await bringUp(context, bank), key);
    } catch (error) {
      await loseCluster(context, key, `its cluster is not there: ${whyLost(context, error)}`);
    }
  }

  return {
    read: () => requireExam(context),
    change: (number, change) => setTask(context, number, change),
    async remark(text) {
      context.progress.note(text);
      await updateExam(context, ({ remarks }) => void remarks.push(text));
    },
    hasAnswer: ({ lab }) => answers.byLab.get(lab)?.flaw === null,
    apply,
    grade: ({ number, lab }) =>
      context.progress.step(`Grading task ${number} of ${total}: ${lab}`, async () =>
        attempt(context, async () => gradeTask(context, bank, await requireExam(context), number)),
      ),
    seeds: async (tasks) => seedsOf(context, bank, await requireExam(context), tasks),
    async clear({ number, cluster: key }) {
      const active = await taskLab(context, bank, await requireExam(context), number);
      const stand = stands.get(key);
      if (!stand) throw new InfrastructureError('It is not known what it held.');
      const restored = await cleanAfter(context, active, stand);
      await removeFolder(learnerFolder(context, active.record));
      await labStore(context).remove(active.record.lab);
      // Labs that change the same are never on one cluster, so this was none of the others' business.
      return active.instance.lab.changes.length > 0 ? [] : restored;
    },
    async reseed(task) {
      const exam = await requireExam(context);
      const cluster = await clusterAt(context, exam, task.cluster);
      if (!cluster) throw new Error(`the cluster ${task.cluster} is not there`);
      await seedTask(context, bank, exam, task, cluster);
    },
    rebuild,
    why: (error) => whyLost(context, error),
  };
}
