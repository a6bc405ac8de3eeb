import type { Context } from '../context.ts';
import type { LabInstance } from '../lab/instance.ts';
import type { LabReport } from '../report/model.ts';
import type { ActiveLab } from '../session/active.ts';
import { type Reach, reachOf, reportOn } from '../session/grade.ts';
import { groundOf } from '../session/undo.ts';
import { type Comparison, compare } from './compare.ts';
import { destroy, playScript } from './play.ts';
import type { RunPlan } from './runs.ts';
import { differences, footprint } from './trace.ts';
import type { Turn } from './turns.ts';

export interface Played extends Comparison {
  /** The script did not end well: what comes after it has no meaning. */
  broken: boolean;
  report: LabReport;
}

/** Where a run stands. */
export interface Circumstances {
  /** The report of the run before. */
  before: LabReport | undefined;
  /** What belongs to labs that may be on the cluster. */
  beside: readonly LabInstance['owns'][];
  turn: Turn;
}

/** Plays the learner of one run, where the lab stands now, and grades what came of it. */
export async function playRun(
  context: Context,
  active: ActiveLab,
  run: RunPlan,
  { before, beside, turn }: Circumstances,
): Promise<Played> {
  const { expects, script } = run;
  if (expects.kind === 'again') return turn(() => gradeAgain(context, active, before, beside));
  const failure =
    expects.kind === 'destroyed'
      ? await turn(() => destroy(context, active))
      : script === undefined
        ? undefined
        : await turn(() => playScript(context, active, script));
  const reach = expects.kind === 'cut' ? cutOff(await reachOf(context, active.cluster)) : undefined;
  const report = await turn(() => reportOn(context, active, reach));
  const { expected, actual } = compare(expects, report);
  return {
    expected,
    actual: [actual, ...(failure === undefined ? [] : [failure])].join('; '),
    broken: failure !== undefined,
    report,
  };
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
  active: ActiveLab,
  first: LabReport | undefined,
  beside: readonly LabInstance['owns'][],
): Promise<Played> {
  const ground = await groundOf(context, active.cluster);
  const { owns } = active.instance;
  const before = await footprint(ground, owns, beside);
  const report = await reportOn(context, active);
  const traces = differences(before, await footprint(ground, owns, beside));
  const same = JSON.stringify(first?.checks) === JSON.stringify(report.checks);
  return {
    expected: 'the same result, no trace',
    actual: [
      same ? 'the same result' : 'another result',
      ...(traces.length === 0 ? ['no trace'] : traces.map((trace) => `a trace: ${trace}`)),
    ].join(', '),
    broken: false,
    report,
  };
}
