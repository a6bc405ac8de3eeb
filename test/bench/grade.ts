import diagnostics from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { clusterFiles } from '../../src/cluster/record.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { lookUp } from '../../src/session/active.ts';
import { grade } from '../../src/session/grade.ts';
import { DEFAULT_MINOR } from '../../src/session/place.ts';
import { setUp } from '../../src/setup/setup.ts';
import { type Figure, seconds } from './figure.ts';
import { inTurns, milliseconds, TIMES } from './measure.ts';
import type { BenchWorld } from './world.ts';

interface Request {
  method: string;
  path: string;
}

export interface Question extends Request {
  body: string;
}

/** Grading of rbac by our client, against the same questions put by one kubectl after another. */
export async function grading(world: BenchWorld): Promise<Figure[]> {
  const { context } = world;
  await world.cli(['start', 'rbac', '--seed', '1', '--yes']);
  await world.cli(['shell', '--', 'bash', path.join(packageRoot, 'labs/rbac/solution.sh')]);
  const bank = await loadBank([labFolders(packageRoot)]);
  const active = await lookUp(context, bank, 'rbac');
  const gradeOnce = async () => {
    const report = await grade(context, active);
    if (!report.passed) throw new Error('the solution of rbac is not graded as right');
  };
  await gradeOnce();
  const questions = await questionsOf(gradeOnce);
  const { kubectl } = await setUp(context, { minor: DEFAULT_MINOR });
  const { kubeconfig } = clusterFiles(context, active.cluster.name);
  const rss = path.join(world.folder, 'peak');
  const preload = path.join(import.meta.dirname, 'peak-memory.ts');
  const peaks: number[] = [];
  const times = await inTurns({
    client: () => milliseconds(gradeOnce),
    process: async () => {
      const env = { NODE_OPTIONS: `--import=${preload}`, CKA_LAB_BENCH_PEAK: rss };
      const time = await milliseconds(() => world.cli(['grade'], 0, env));
      peaks.push(Number(await readFile(rss, 'utf8')));
      return time;
    },
    kubectl: () => milliseconds(() => ask(kubectl, questions, kubeconfig)),
  });
  const ratio = times.kubectl / times.client;
  const peak = Math.max(...peaks) / 1024;
  return [
    {
      what: 'grading rbac, client loaded',
      measured: `${seconds(times.client)}, ${ratio.toFixed(1)} times as fast as kubectl`,
      aim: '10 times',
      met: ratio >= 10,
      note: `${questions.length} questions by kubectl: ${seconds(times.kubectl)}; whole process: ${seconds(times.process)}; medians of ${TIMES}`,
    },
    {
      what: 'peak memory of the CLI while grading',
      measured: `${peak.toFixed(0)} MB`,
      aim: '200 MB',
      met: peak <= 200,
      note: `resident set, most of ${TIMES}`,
    },
  ];
}

/** What our client asked, as undici tells it. */
export async function questionsOf(work: () => Promise<unknown>): Promise<Question[]> {
  const bodies = new Map<Request, string>();
  const created = (message: unknown) => {
    bodies.set((message as { request: Request }).request, '');
  };
  const sent = (message: unknown) => {
    const { request, chunk } = message as { request: Request; chunk: Uint8Array | string };
    bodies.set(request, (bodies.get(request) ?? '') + Buffer.from(chunk).toString());
  };
  diagnostics.subscribe('undici:request:create', created);
  diagnostics.subscribe('undici:request:bodyChunkSent', sent);
  await work();
  diagnostics.unsubscribe('undici:request:create', created);
  diagnostics.unsubscribe('undici:request:bodyChunkSent', sent);
  return [...bodies].map(([{ method, path }, body]) => ({ method, path, body }));
}

/** Puts the questions again, by one kubectl after the other. A refusal is an answer too. */
export async function ask(
  kubectl: string,
  questions: readonly Question[],
  kubeconfig: string,
): Promise<void> {
  for (const { method, path, body } of questions) {
    const to = ['--kubeconfig', kubeconfig, '--raw', path];
    const asked =
      method === 'GET'
        ? execa(kubectl, ['get', ...to], { reject: false })
        : execa(kubectl, ['create', ...to, '-f', '-'], { reject: false, input: body });
    const { exitCode, stderr } = await asked;
    if (exitCode === 0 || stderr.startsWith('Error from server')) continue;
    throw new Error(`kubectl got no answer to ${method} ${path}: ${stderr}`);
  }
}
