import type { Context } from '../context.ts';
import { InfrastructureError, Interrupted, messageOf } from '../errors.ts';
import type { Runtime } from '../host/runtime.ts';
import { learnerFolder } from '../session/files.ts';
import { findRuntime } from '../setup/runtime.ts';
import { removeContexts } from './contexts.ts';
import type { DrawnTask } from './draw.ts';
import { fetchFiles } from './host/fetch.ts';
import { containerName, containersOf } from './host/host.ts';
import { placeName } from './place-name.ts';
import type { ExamRecord } from './record.ts';
import { folderOf } from './seeded.ts';
import { setTask } from './states.ts';

/**
 * Ends all that the learner works with: hosts are stopped and keep their files, ssh into nodes is
 * taken away, and so are credentials.
 */
export async function freeze(world: Context, { id, blueprint }: ExamRecord): Promise<void> {
  if (blueprint.access === 'contexts') return removeContexts(world);
  const runtime = await runtimeOf(world);
  const containers = await containersOf(world, id);
  const namesOf = (role: (one: string | undefined) => boolean) =>
    containers.filter(({ labels }) => role(labels.role)).map(({ name }) => name);
  const run = (...args: string[]) => world.run(runtime.name, args);
  const nodes = namesOf((role) => role === 'node');
  const hosts = namesOf((role) => role !== 'node');
  await Promise.all([
    ...(nodes.length > 0 ? [run('rm', '--force', '--volumes', ...nodes)] : []),
    ...(hosts.length > 0 ? [run('stop', '--time', '0', ...hosts)] : []),
  ]);
}

/** Takes what the learner wrote on hosts to where it is graded. */
export async function takeFiles(world: Context, exam: ExamRecord): Promise<void> {
  for (const task of exam.draw.tasks) {
    const { state } = exam.tasks.find(({ number }) => number === task.number) ?? {};
    if (state !== 'ready') continue;
    try {
      await takeTaskFiles(world, exam, task);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      const why = `what was written on its host could not be read: ${messageOf(error)}`;
      await setTask(world, task.number, { state: 'lost', why });
    }
  }
}

/** The same of one task. Throws InfrastructureError when its host is not there. */
export async function takeTaskFiles(
  world: Context,
  exam: ExamRecord,
  task: DrawnTask,
): Promise<void> {
  const folder = folderOf(exam, task.number);
  if (folder === undefined) return;
  const container = containerName(exam.id, placeName(task.cluster));
  const host = { runtime: await runtimeOf(world), container };
  const { cut } = await fetchFiles(world, host, folder, learnerFolder(world, task));
  if (cut) world.progress.note(`${folder} holds too much: only its first files were taken.`);
}

/**
 * Stops every process in the clusters on which nothing is being made; those are graded later as
 * they stand.
 */
export async function hold(world: Context, exam: ExamRecord): Promise<void> {
  const names = Object.entries(exam.clusters).flatMap(([key, { state, name }]) =>
    state === 'up' && name !== null && isDone(exam, key) ? [name] : [],
  );
  await onNodes(world, names, 'status=running', 'pause');
}

/** Lets the clusters go on. */
export async function thaw(world: Context, { clusters }: ExamRecord): Promise<void> {
  const names = Object.values(clusters).flatMap(({ name }) => name ?? []);
  await onNodes(world, names, 'status=paused', 'unpause');
}

function isDone({ draw, tasks }: ExamRecord, key: string): boolean {
  return draw.tasks
    .filter(({ cluster }) => cluster === key)
    .every(({ number }) =>
      tasks.some((task) => task.number === number && ['ready', 'lost'].includes(task.state)),
    );
}

async function onNodes(
  world: Context,
  clusters: readonly string[],
  filter: string,
  command: 'pause' | 'unpause',
): Promise<void> {
  const runtime = await runtimeOf(world);
  const lists = await Promise.all(
    clusters.map((name) => {
      const label = `label=io.x-k8s.kind.cluster=${name}`;
      return world.run(runtime.name, ['ps', '-q', '--filter', label, '--filter', filter]);
    }),
  );
  const ids = lists.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
  // One that stops meanwhile changes nothing either.
  if (ids.length > 0) await world.run(runtime.name, [command, ...ids], { allowFailure: true });
}

async function runtimeOf(world: Context): Promise<Runtime> {
  const runtime = await findRuntime(world);
  if (runtime) return runtime;
  throw new InfrastructureError('Neither Docker nor Podman answers.', {
    next: 'Type `cka-lab doctor` to see why.',
  });
}
