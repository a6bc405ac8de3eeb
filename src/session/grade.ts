import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { factsFrom, openWays, type Ways } from '../grading/facts.ts';
import { loadGrader } from '../grading/load.ts';
import type { NodeShell } from '../grading/node.ts';
import type { Recorded } from '../grading/record.ts';
import { gradeLab } from '../grading/run.ts';
import type { GradeResult } from '../grading/score.ts';
import { toolVersion } from '../host/paths.ts';
import { labDigest } from '../lab/digest.ts';
import { reportedCheck } from '../report/differences-text.ts';
import { type LabReport, REPORT_SCHEMA } from '../report/model.ts';
import type { ActiveLab } from './active.ts';
import { nodeShellOf } from './nodes.ts';
import { sameStart } from './record.ts';
import { wakeLab } from './wake.ts';
import { providerOf } from './world.ts';

/** How graders reach the cluster. */
export interface Reach {
  /** Text of a kubeconfig. */
  kubeconfig: string;
  nodes: NodeShell;
}

export async function reachOf(context: Context, cluster: ClusterRecord): Promise<Reach> {
  const provider = providerOf(context, cluster);
  const { grader } = await provider.kubeconfigs(cluster);
  return { kubeconfig: grader, nodes: nodeShellOf(context, provider.nodes(cluster)) };
}

/** Grades a lab that is on. Throws InfrastructureError only where no report can be made at all. */
export async function grade(context: Context, active: ActiveLab): Promise<LabReport> {
  const { record } = active;
  await wakeLab(context, active);
  const report = await reportOn(context, active);
  // A lab that is reset meanwhile looks like one whose objects the learner deleted.
  if (!(await sameStart(context, record))) {
    throw new InfrastructureError(`The lab ${record.lab} was reset or ended while it was graded.`, {
      next: 'Grade it again.',
    });
  }
  return report;
}

/**
 * The same where nobody else can reset the lab: no record of it needs to be kept. Ways that are open
 * may be shared by labs on one cluster.
 */
export async function reportOn(
  context: Context,
  active: ActiveLab,
  by?: Reach | Ways,
): Promise<LabReport> {
  const { record, cluster, instance } = active;
  const { lab } = instance;
  const digest = await currentDigest(context, active);
  const { now, signal, patience } = context;
  const ways =
    by && 'connection' in by ? by : await openWays(by ?? (await reachOf(context, cluster)));
  const recorded = record.recorded as Recorded;
  const facts = factsFrom(ways, { lab: instance, recorded, signal });
  const part = record.part ?? undefined;
  const grader = await loadGrader(lab.graderFile);
  const result = await gradeLab(grader, instance, facts, { now, signal, part, patience });
  return reportOf(active, digest, result, now());
}

/** The digest of a lab's files as they are now; tells when they are not those that it was started with. */
export async function currentDigest(
  context: Context,
  { record, instance }: ActiveLab,
): Promise<string> {
  const digest = await labDigest(instance.lab);
  if (digest !== record.digest) {
    context.progress.note(
      `The files of ${record.lab} changed since it was started; \`cka-lab reset\` seeds it anew.`,
    );
  }
  return digest;
}

/** A result as it is reported; `ended` in milliseconds since the epoch. */
export function reportOf(
  { record, cluster, instance: { lab } }: ActiveLab,
  digest: string,
  result: GradeResult,
  ended: number,
): LabReport {
  return {
    schema: REPORT_SCHEMA,
    tool: { name: 'cka-lab', version: toolVersion },
    lab: lab.id,
    title: lab.title,
    domain: lab.domain,
    digest,
    seed: record.seed,
    part: record.part,
    mode: 'training',
    cluster: { name: cluster.name, kubernetes: cluster.kubernetes, cni: cluster.cni ?? 'unknown' },
    started: record.started,
    ended: new Date(ended).toISOString(),
    hints: record.hints,
    solutionSeen: record.solutionSeen,
    graded: result.graded,
    score: result.score,
    max: result.max,
    passMark: lab.passMark,
    passed: result.passed,
    parts: lab.parts.flatMap(({ id, title }) => {
      const scored = result.parts.find((candidate) => candidate.id === id);
      return scored ? [{ id, title, score: scored.score, max: scored.max }] : [];
    }),
    checks: result.checks.map(reportedCheck),
    links: [...lab.links],
  };
}
