import type { Context } from '../../src/context.ts';
import { containersOf } from '../../src/exam/host/host.ts';
import { clusterAt } from '../../src/exam/place.ts';
import type { ExamRecord } from '../../src/exam/record.ts';
import { providerOf } from '../../src/session/world.ts';
import { ensureRuntime } from '../../src/setup/runtime.ts';
import type { Figure } from './figure.ts';

/** Memory of an exam's clusters beside what its draw counts for them, and of its hosts. */
export async function memoryFigure(exams: Context, exam: ExamRecord): Promise<Figure> {
  const clusters = await Promise.all(
    exam.draw.clusters.map(async ({ key, topology, memory }) => {
      const cluster = await clusterAt(exams, exam, key);
      if (!cluster) throw new Error(`the cluster ${key} is gone`);
      const nodes = await providerOf(exams, cluster).nodes(cluster).names();
      return { key, topology, counted: memory, taken: await memoryOf(exams, nodes) };
    }),
  );
  const hosts = (await containersOf(exams, exam.id)).map(({ name }) => name);
  const ofHosts = await memoryOf(exams, hosts);
  const counted = clusters.reduce((sum, cluster) => sum + cluster.counted, 0);
  const taken = clusters.reduce((sum, cluster) => sum + cluster.taken, 0);
  const each = clusters.map(
    ({ key, topology, taken, counted }) => `${key} (${topology}) ${taken.toFixed(0)} of ${counted}`,
  );
  return {
    what: `memory of an exam's ${clusters.length} clusters, every task solved`,
    measured: `${taken.toFixed(0)} MiB`,
    aim: `${counted} MiB`,
    met: taken <= counted,
    note: `as the runtime's stats tell it, against what the draw counts: ${each.join(', ')}; beside them ${hosts.length} containers of hosts and ssh: ${ofHosts.toFixed(0)} MiB`,
  };
}

/** MiB that these containers take together. */
async function memoryOf(context: Context, names: readonly string[]): Promise<number> {
  const { name: runtime } = await ensureRuntime(context);
  const args = ['stats', '--no-stream', '--format', '{{.MemUsage}}', ...names];
  const { stdout } = await context.run(runtime, args);
  return stdout.split('\n').reduce((sum, line) => sum + mebibytes(line), 0);
}

/** Of `612.3MiB / 23.5GiB`, or Podman's `642MB / 25GB`, what is before the stroke. */
function mebibytes(line: string): number {
  const [, number, prefix = '', binary] = /^([\d.]+)([kKMG]?)(i?)B /.exec(line) ?? [];
  if (number === undefined) throw new Error(`no memory is told by "${line}"`);
  const power = ['', 'k', 'm', 'g'].indexOf(prefix.toLowerCase());
  return (Number(number) * (binary ? 1024 : 1000) ** power) / 2 ** 20;
}
