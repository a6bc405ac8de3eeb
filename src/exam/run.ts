import { rm } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { messageOf } from '../errors.ts';
import { exclusively } from '../host/lock.ts';
import { patient } from '../host/patience.ts';
import type { Bank } from '../lab/bank.ts';
import type { ExamReport } from '../report/exam-model.ts';
import { endAllHere } from '../session/end.ts';
import { answerAll } from './answer-all.ts';
import { stageOf } from './answer-stage.ts';
import type { Answers } from './answers.ts';
import { closeExam } from './grade.ts';
import { newRecord } from './new-record.ts';
import { makingOf, sshFolder } from './open.ts';
import { bringUp, setUpExam } from './provision.ts';
import { type ExamRecord, examFile, updateExam, writeExam } from './record.ts';
import { answersWorld } from './world.ts';

export interface RunRequest extends Pick<ExamRecord, 'blueprint' | 'draw' | 'folders'> {
  answers: Answers;
  /** Minutes that each answer may take; those of its lab when not said. */
  minutes?: number | undefined;
}

/**
 * Takes an exam with answers from a folder: brings everything up, applies and grades one answer after
 * the other, and removes everything again, however it ends. Killed, it leaves what the next run or
 * `stop --all` removes.
 */
export async function runExam(
  everywhere: Context,
  bank: Bank,
  { answers, minutes, ...drawn }: RunRequest,
): Promise<ExamReport> {
  const context = patient(answersWorld(everywhere));
  return exclusively(context, async () => {
    await endRun(context);
    // Answers are applied on exam hosts, whatever form the blueprint has at a terminal.
    const blueprint = { ...drawn.blueprint, access: 'ssh' as const };
    const exam = newRecord(context, { form: 'answers', mode: 'exam', ...drawn, blueprint });
    exam.remarks.push(...answers.remarks);
    for (const remark of answers.remarks) context.progress.note(remark);
    await setUpExam(context, bank, exam);
    const making = await makingOf(context, exam);
    await writeExam(context, exam);
    try {
      await bringUp(context, bank);
      await begin(context);
      await answerAll(await stageOf(context, bank, { answers, making, minutes }));
      const ended = context.now();
      return await closeExam(context, bank, { ended, gradingBegan: ended, graded: ended });
    } finally {
      const undoing = context.undoing();
      // What came out, or went wrong first, is what the user must read.
      await endRun(undoing).catch((error) => undoing.progress.note(messageOf(error)));
    }
  });
}

async function begin(context: Context): Promise<void> {
  await updateExam(context, (exam) => {
    exam.phase = 'running';
    exam.clock = { ...exam.clock, begun: new Date(context.now()).toISOString() };
    exam.endedBy = 'answers';
  });
}

/** Removes all that a run made. The caller holds the lock. */
async function endRun(context: Context): Promise<void> {
  await endAllHere(context);
  await rm(sshFolder(context), { recursive: true, force: true });
  await rm(examFile(context), { force: true });
}
