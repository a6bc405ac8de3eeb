import type { Context } from '../context.ts';
import type { ActiveLab } from '../session/active.ts';
import { learnerFolder } from '../session/files.ts';
import type { AnswerHost } from './answer-apply.ts';
import type { Making } from './host/container.ts';
import { fetchFiles } from './host/fetch.ts';
import { hostRun, removeHosts } from './host/host.ts';
import { hostFilesIn, putFiles } from './host/put.ts';
import { openHost } from './open.ts';
import type { ExamRecord } from './record.ts';

/**
 * Does work on an exam host of its own, with ssh into the nodes and the learner's files of a task;
 * what it left there is fetched, and with the host goes whatever still runs on it.
 */
export async function onAnswerHost<T>(
  context: Context,
  making: Making,
  exam: ExamRecord,
  number: number,
  active: ActiveLab,
  work: (host: AnswerHost) => Promise<T>,
): Promise<T> {
  const { cluster, record } = active;
  const folder = learnerFolder(context, record);
  const inside = active.instance.parameters.files;
  const place = { cluster: cluster.name, mark: cluster.mark };
  try {
    const host = await openHost(context, making, exam, cluster, `task-${number}`);
    if (inside !== undefined) await putFiles(context, host, inside, await hostFilesIn(folder));
    const result = await work({
      put: (to, files) => putFiles(context, host, to, files),
      run: (argv, options) => hostRun(context, host, argv, { user: 'root', ...options }),
    });
    if (inside !== undefined) await fetchFiles(context, host, inside, folder);
    return result;
  } finally {
    await removeHosts(context.undoing(), place);
  }
}
