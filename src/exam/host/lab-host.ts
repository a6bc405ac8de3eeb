import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { startNodes } from '../../cluster/acquire.ts';
import { companions } from '../../cluster/companions.ts';
import { clusterFiles } from '../../cluster/record.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../errors.ts';
import { exclusively } from '../../host/lock.ts';
import { ensureHostImage } from '../../image/exam-host.ts';
import type { ActiveLab } from '../../session/active.ts';
import { learnerFolder } from '../../session/files.ts';
import { type LabHost, labHostStore } from '../../session/lab-host.ts';
import type { LabRecord } from '../../session/record.ts';
import { providerOf } from '../../session/world.ts';
import { ensureRuntime } from '../../setup/runtime.ts';
import { fetchFiles } from './fetch.ts';
import { type ExamHost, filesOnHost } from './host.ts';
import { makeKeys } from './keys.ts';
import { startNodeSsh } from './node-ssh.ts';
import { hostFilesIn, putFiles } from './put.ts';
import { startHost } from './start.ts';

/** The exam host of a single lab: started at the first call, with the learner's files as they are. */
export async function labHost(context: Context, active: ActiveLab): Promise<ExamHost> {
  const { cluster, record } = active;
  if (cluster.provider === 'external') {
    throw new UsageError('A cluster given with --context has no exam host.', {
      next: `Use \`cka-lab shell --lab ${record.lab}\`.`,
    });
  }
  const runtime = await ensureRuntime(context);
  // Without the lock: it may be built.
  const image = await ensureHostImage(context, runtime);
  return exclusively(context, async () => {
    const provider = providerOf(context, cluster);
    // Not waited for: what the lab breaks may stay down.
    await startNodes(context, provider, cluster);
    const { kubeconfig } = clusterFiles(context, cluster.name);
    const keys = await makeKeys(path.join(path.dirname(kubeconfig), 'ssh'));
    const making = { runtime, image, keys };
    const host = await context.progress.step('Starting the exam host', async () => {
      await startNodeSsh(context, making, provider, cluster);
      return startHost(context, making, {
        belongsTo: { lab: record.lab },
        name: 'exam-host',
        cluster,
        kubeconfig: (await provider.kubeconfigs(cluster)).learner,
        labs: [{ id: record.lab, files: await hostFilesIn(learnerFolder(context, record)) }],
      });
    });
    const before = await labHostStore(context).get(record.lab);
    await sendNew(context, record, { ...host, files: before?.files ?? [] });
    return host;
  });
}

/**
 * Brings a lab's folder on this machine up to what its exam host holds: what was written or removed
 * there is here too. What is new here goes there first, and what can't stays. Does nothing for a lab
 * without an exam host.
 */
export async function shareFiles(context: Context, { record }: ActiveLab): Promise<void> {
  const store = labHostStore(context);
  const before = await store.get(record.lab);
  if (!before) return;
  const [host] = await companions(context, before.runtime, { lab: record.lab });
  if (!host) return store.remove(record.lab);
  const known = host.running && !host.paused ? await sendNew(context, record, before) : before;
  const [here, there] = [learnerFolder(context, record), filesOnHost(record.lab)];
  const fetched = `${here}.fetched`;
  try {
    const { files, left, cut, whole } = await fetchFiles(context, known, there, fetched);
    // What is missing from a part of the files need not be gone.
    const gone = whole ? known.files.filter((name) => !files.includes(name)) : [];
    for (const name of gone) await rm(path.join(here, name), { force: true });
    for (const name of files) await replaceFile(path.join(fetched, name), path.join(here, name));
    const shared = whole ? files : [...new Set([...known.files, ...files])];
    await store.put(record.lab, { ...known, files: shared });
    // As JSON: a name may hold anything that a terminal would take for a command.
    const names = left.slice(0, MOST_NAMED).map((name) => JSON.stringify(name));
    if (left.length > 0) {
      const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : '';
      context.progress.note(
        `Only plain files are taken from ${there}, so these are not: ${names.join(', ')}${more}.`,
      );
    }
    if (cut) context.progress.note(`${there} holds too much: only its first files were taken.`);
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}

const MOST_NAMED = 10;

async function replaceFile(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  // On the host a folder became a file: what was in it there is gone.
  if ((await stat(to).catch(() => undefined))?.isDirectory()) await rm(to, { recursive: true });
  await rename(from, to);
}

/** Puts files on a lab's host that came to its folder here since they were last the same. */
async function sendNew(context: Context, record: LabRecord, known: LabHost): Promise<LabHost> {
  const all = await hostFilesIn(learnerFolder(context, record));
  const added = all.filter(({ name }) => !known.files.includes(name));
  if (added.length > 0) {
    await putFiles(context, known, filesOnHost(record.lab), added, { keep: true });
  }
  const shared = { ...known, files: [...known.files, ...added.map(({ name }) => name)] };
  await labHostStore(context).put(record.lab, shared);
  return shared;
}
