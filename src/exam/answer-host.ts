import path from 'node:path';
import type { Context } from '../context.ts';
import { ensureHostImage } from '../image/exam-host.ts';
import type { ActiveLab } from '../session/active.ts';
import { learnerFolder } from '../session/files.ts';
import { providerOf } from '../session/world.ts';
import { ensureRuntime } from '../setup/runtime.ts';
import type { AnswerHost } from './answer-apply.ts';
import type { Making } from './host/container.ts';
import { fetchFiles } from './host/fetch.ts';
import { hostRun, removeHosts } from './host/host.ts';
import { makeKeys } from './host/keys.ts';
import { startNodeSsh } from './host/node-ssh.ts';
import { hostFilesIn, putFiles } from './host/put.ts';
import { startHost } from './host/start.ts';
import type { ExamRecord } from './record.ts';

/** What the hosts of an exam with answers are made of. */
export async function makingFor(context: Context, exam: ExamRecord): Promise<Making> {
  const runtime = await ensureRuntime(context);
  const image = await ensureHostImage(context, runtime);
  return { runtime, image, keys: await makeKeys(path.join(context.paths.state, 'ssh', exam.id)) };
}

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
    const provider = providerOf(context, cluster);
    await startNodeSsh(context, making, provider, cluster, exam.id);
    const host = await startHost(context, making, {
      belongsTo: { exam: exam.id },
      name: `task-${number}`,
      cluster,
      kubeconfig: (await provider.kubeconfigs(cluster)).learner,
      labs: [],
    });
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
