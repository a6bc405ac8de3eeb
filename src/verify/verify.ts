import path from 'node:path';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { exclusively } from '../host/lock.ts';
import type { Bank } from '../lab/bank.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import { plan } from '../plan/plan.ts';
import type { LabReport } from '../report/model.ts';
import { grade, type Reach, reachOf } from '../session/grade.ts';
import { learnerEnvironment } from '../session/learner.ts';
import { labStore } from '../session/record.ts';
import { begin, startLab } from '../session/start.ts';
import { endLab, groundOf } from '../session/undo.ts';
import { type Comparison, compare } from './compare.ts';
import { fullMatrix, type RunPlan, shortMatrix } from './runs.ts';
import { differences, footprint } from './trace.ts';

export interface VerifiedRun extends Comparison {
  lab: string;
  seed: string;
  run: string;
  ok: boolean;
  milliseconds: number;
}

export interface VerifyRequest {
  lab: string;
  /** The first gets the full matrix, the others the short one. */
  seeds: readonly string[];
  kubernetes?: string | undefined;
}

const UNNOTED = { part: null, hints: 0, solutionSeen: false };
const SCRIPT_TIMEOUT_MS = 180_000;

/** Proves a lab on a real cluster: every run of its matrix, each from the lab's start. */
export async function verifyLab(
  context: Context,
  bank: Bank,
  { lab: id, seeds, kubernetes }: VerifyRequest,
): Promise<VerifiedRun[]> {
  if (await labStore(context).get(id)) {
    throw new UsageError(`The lab ${id} is on.`, {
      next: `End it with \`cka-lab stop ${id}\`, then verify.`,
    });
  }
  const lab = bank.require(id);
  const request = { lab: id, seed: seeds[0], kubernetes, retain: false };
  const { cluster } = await startLab(context, bank, request);
  const results: VerifiedRun[] = [];
  try {
    for (const [index, seed] of seeds.entries()) {
      const instance = instantiate(lab, seed);
      const runs = index === 0 ? fullMatrix(lab) : shortMatrix(lab);
      for (const run of runs) {
        results.push(
          await context.progress.step(`${id} ${seed} ${run.name}`, () =>
            verifyRun(context, cluster, instance, run),
          ),
        );
      }
    }
  } finally {
    const undoing = context.undoing();
    const record = await labStore(undoing).get(id);
    if (record) await exclusively(undoing, () => endLab(undoing, record));
  }
  return results;
}

async function verifyRun(
  context: Context,
  cluster: ClusterRecord,
  instance: LabInstance,
  run: RunPlan,
): Promise<VerifiedRun> {
  const started = context.now();
  const record = await exclusively(context, () =>
    begin(context, instance, plan(instance), cluster, UNNOTED),
  );
  const active = { record, cluster, instance };
  if (run.script !== undefined) await play(context, cluster, instance, run.script);
  if (run.expects.kind === 'destroyed') await destroy(context, cluster, instance);
  const reach = run.expects.kind === 'cut' ? cutOff(await reachOf(context, cluster)) : undefined;
  const report = await grade(context, active, reach);
  const comparison = compare(run.expects, report);
  const again = run.name === 'solution' ? await gradeAgain(context, active, report) : [];
  const actual = [comparison.actual, ...again].join('; ');
  return {
    lab: record.lab,
    seed: record.seed,
    run: run.name,
    expected: comparison.expected,
    actual,
    ok: actual === comparison.expected,
    milliseconds: context.now() - started,
  };
}

/** Plays the learner: the script runs as `cka-lab shell -- bash SCRIPT` would run it. */
async function play(
  context: Context,
  cluster: ClusterRecord,
  instance: LabInstance,
  script: string,
): Promise<void> {
  await context.run('bash', [path.join(instance.lab.dir, script)], {
    cwd: instance.lab.dir,
    env: await learnerEnvironment(context, cluster, instance),
    timeout: SCRIPT_TIMEOUT_MS,
  });
}

/** A learner who deletes everything that the lab owns. */
async function destroy(context: Context, cluster: ClusterRecord, instance: LabInstance) {
  const { namespaces, objects } = instance.owns;
  const env = await learnerEnvironment(context, cluster, instance);
  const targets = [
    ...namespaces.map((name) => `Namespace/${name}`),
    ...objects.map(({ kind, name }) => `${kind}/${name}`),
  ];
  await context.run('kubectl', ['delete', '--ignore-not-found', '--now', ...targets], {
    env,
    timeout: SCRIPT_TIMEOUT_MS,
  });
}

/** The grader's way to the cluster, cut: the cluster itself runs on. */
function cutOff(reach: Reach): Reach {
  // The discard port of the loopback: nobody serves it, so a connection is refused at once.
  const kubeconfig = reach.kubeconfig.replaceAll(/server: .*/g, 'server: https://127.0.0.1:9');
  const cut = async () => {
    throw new Error('The connection to the node is cut.');
  };
  return { kubeconfig, nodes: { names: cut, run: cut } };
}

/** Grading twice gives the same result, and leaves no trace. */
async function gradeAgain(
  context: Context,
  active: Parameters<typeof grade>[1],
  first: LabReport,
): Promise<string[]> {
  const ground = await groundOf(context, active.cluster);
  const { namespaces } = active.instance.owns;
  const before = await footprint(ground, namespaces);
  const second = await grade(context, active);
  const traces = differences(before, await footprint(ground, namespaces));
  const same = JSON.stringify(first.checks) === JSON.stringify(second.checks);
  return [
    ...(same ? [] : ['graded again, another result']),
    ...traces.map((trace) => `grading left a trace: ${trace}`),
  ];
}
