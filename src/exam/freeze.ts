import type { Context } from '../context.ts';
import { inRuntime } from '../host/runtime.ts';
import { ensureRuntime } from '../setup/runtime.ts';
import { removeContexts } from './contexts.ts';
import { containersOf } from './host/host.ts';
import type { ExamRecord } from './record.ts';

/**
 * Ends all that the learner works with: hosts are stopped and keep their files, ssh into nodes is
 * taken away, and so are credentials.
 */
export async function freeze(world: Context, { id, blueprint }: ExamRecord): Promise<void> {
  if (blueprint.access === 'contexts') return removeContexts(world);
  const runtime = await ensureRuntime(world);
  const containers = await containersOf(world, id);
  const namesOf = (role: (one: string | undefined) => boolean) =>
    containers.filter(({ labels }) => role(labels.role)).map(({ name }) => name);
  const run = (...args: string[]) => inRuntime(world, runtime, 'change', args);
  const nodes = namesOf((role) => role === 'node');
  const hosts = namesOf((role) => role !== 'node');
  await Promise.all([
    ...(nodes.length > 0 ? [run('rm', '--force', '--volumes', ...nodes)] : []),
    ...(hosts.length > 0 ? [run('stop', '--time', '0', ...hosts)] : []),
  ]);
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
  const runtime = await ensureRuntime(world);
  const lists = await Promise.all(
    clusters.map((name) => {
      const label = `label=io.x-k8s.kind.cluster=${name}`;
      return inRuntime(world, runtime, 'ask', ['ps', '-q', '--filter', label, '--filter', filter]);
    }),
  );
  const ids = lists.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
  // One that stops meanwhile changes nothing either.
  if (ids.length > 0) {
    await inRuntime(world, runtime, 'change', [command, ...ids], { allowFailure: true });
  }
}
