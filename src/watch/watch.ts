import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import { openWays } from '../grading/facts.ts';
import { loadGrader } from '../grading/load.ts';
import type { Recorded } from '../grading/record.ts';
import type { GradeResult } from '../grading/score.ts';
import { connect } from '../kube/connection.ts';
import { readOnly } from '../kube/read-only.ts';
import type { Bank } from '../lab/bank.ts';
import type { LabReport } from '../report/model.ts';
import { type ActiveLab, activeLab } from '../session/active.ts';
import { currentDigest, reachOf, reportOf } from '../session/grade.ts';
import { sameStart } from '../session/record.ts';
import { wakeLab } from '../session/wake.ts';
import { sharingDiscovery } from './discovery.ts';
import type { Display } from './display.ts';
import { follow } from './follow.ts';
import { nextStart, whenChanged } from './start.ts';
import { turnsOf } from './turn.ts';

export interface WatchRequest {
  /** End when every check and gate has passed. */
  untilPassed: boolean;
  /** Beside Ctrl-C: nobody reads what is shown any more. */
  closed: AbortSignal;
}

/** How a watch ended: by the user, with the lab, or with all that was asked for. */
export type WatchEnd = 'interrupted' | 'lab-ended' | 'passed';

/**
 * Shows a lab's result as it changes. It only reads, takes no lock and keeps no result. A lab that
 * is reset meanwhile is watched on.
 */
export async function watchLab(
  context: Context,
  bank: () => Promise<Bank>,
  lab: string | undefined,
  display: Display,
  request: WatchRequest,
): Promise<WatchEnd> {
  let active: ActiveLab | undefined = await activeLab(context, await bank(), lab);
  const { lab: id } = active.record;
  display.note(`Looking at ${id} …`);
  const stopped = AbortSignal.any([context.signal, request.closed]);
  try {
    for (;;) {
      const end = await watchStart(context, active, display, { ...request, stopped });
      if (end !== 'changed') return end;
      display.note(`The lab ${id} is being reset or ended.`);
      const next = await nextStart(context, bank, id, stopped);
      if (!next) return stopped.aborted ? 'interrupted' : 'lab-ended';
      active = next;
      display.note(`The lab ${id} was put back to its start.`);
    }
  } finally {
    display.end();
  }
}

/** From one start of a lab to its next, or to its end. */
async function watchStart(
  context: Context,
  active: ActiveLab,
  display: Display,
  { untilPassed, stopped }: WatchRequest & { stopped: AbortSignal },
): Promise<'interrupted' | 'changed' | 'passed'> {
  const { record, cluster, instance } = active;
  await wakeLab(context, active);
  const digest = await currentDigest(context, active);
  const reach = await reachOf(context, cluster);
  const [ways, watching] = await Promise.all([
    openWays(reach),
    connect({ kubeconfig: reach.kubeconfig, connections: null }),
  ]);
  const over = new AbortController();
  const signal = AbortSignal.any([stopped, over.signal]);
  let end: 'changed' | 'passed' | undefined;
  const endWith = (how: 'changed' | 'passed') => {
    end ??= how;
    over.abort();
  };
  let before: LabReport | undefined;
  const onResult = async (result: GradeResult) => {
    const now = await sameStart(context, record);
    // Objects that a reset removes look as if the learner had deleted them.
    if (!now) return endWith('changed');
    if (signal.aborted) return;
    const report = reportOf({ ...active, record: now }, digest, result, context.now());
    if (before) display.update(report, turnsOf(before, report));
    else display.begin(report);
    before = report;
    if (untilPassed && report.checks.every(({ verdict }) => verdict === 'passed')) {
      endWith('passed');
    }
  };
  const following = follow(
    {
      grader: await loadGrader(instance.lab.graderFile),
      lab: instance,
      part: record.part ?? undefined,
      recorded: record.recorded as Recorded,
      namespaces: instance.owns.namespaces,
      ways: { ...ways, connection: sharingDiscovery(ways.connection, context.now) },
      watching: readOnly(watching),
      now: context.now,
      signal,
    },
    onResult,
  );
  void whenChanged(context, record, signal).then((changed) => changed && endWith('changed'));
  try {
    await following;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    over.abort();
  }
  return end ?? 'interrupted';
}
