import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../src/context.ts';
import type { DrawnTask } from '../../src/exam/draw.ts';
import { containerName, hostRun } from '../../src/exam/host/host.ts';
import { placeName } from '../../src/exam/place-name.ts';
import type { ExamRecord } from '../../src/exam/record.ts';
import { taskLab } from '../../src/exam/seeded.ts';
import { allEnded } from '../../src/exam/turns.ts';
import type { Bank } from '../../src/lab/bank.ts';
import { ensureRuntime } from '../../src/setup/runtime.ts';

/** Solutions come to nodes by `cka-lab shell NODE -- CMD…`; from an exam host it is ssh. */
const SHIM = `cka-lab() {
  local node=$LAB_CLUSTER-\${2#"$LAB_CLUSTER-"} variables=() name
  shift 3
  for name in "\${!LAB_@}"; do variables+=("$name=\${!name}"); done
  ssh "$node" env "\${variables[@]@Q}" "\${@@Q}"
}
`;
const LIMIT_MS = 300_000;

/** Gives every task its lab's reference solution, as the learner on the task's host. */
export async function solveAll(exams: Context, bank: Bank, exam: ExamRecord): Promise<void> {
  await allEnded(
    exam.draw.clusters.map(async ({ key }) => {
      for (const task of exam.draw.tasks) {
        if (task.cluster === key) await solve(exams, bank, exam, task);
      }
    }),
  );
}

/** The same for one task. Throws when the solution ends with an error. */
export async function solve(
  exams: Context,
  bank: Bank,
  exam: ExamRecord,
  { number, cluster }: DrawnTask,
): Promise<void> {
  const { instance } = await taskLab(exams, bank, exam, number);
  const { id, dir, solution } = instance.lab;
  const host = {
    runtime: await ensureRuntime(exams),
    container: containerName(exam.id, placeName(cluster)),
  };
  const script = SHIM + (await readFile(path.join(dir, solution), 'utf8'));
  const { exitCode, stderr } = await hostRun(exams, host, ['bash', '-c', script], {
    env: instance.shown,
    timeout: LIMIT_MS,
  });
  if (exitCode === 0) return;
  throw new Error(`the solution of ${id} ended with ${exitCode} on its host: ${stderr}`);
}
