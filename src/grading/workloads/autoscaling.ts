import { parseRef } from '../../lab/ref.ts';
import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, isFailed, passed } from '../verdict.ts';
import { type Autoscaler, readAutoscaler } from './autoscaler.ts';
import { newestPods, type Workload } from './newest-pods.ts';
import { rolledOut } from './rolled-out.ts';

/** The controller comes by every 15 s, and pods have figures half a minute after their start. */
const PATIENCE_S = 100;
const INTERVAL_MS = 1_000;

/** Without a lag, who asks comes back by himself. */
function patienceOf({ lag }: Facts): number {
  return lag === 0 ? 0 : PATIENCE_S;
}

interface State {
  reads: boolean;
  actual: string;
  /** It won't change by itself. */
  final: boolean;
}

/**
 * The autoscaler reads the CPU utilization of the workload's pods. Looks again where it will soon:
 * where every container requests CPU. A check needs `.within(110)`.
 */
export function readsUtilization(ref: string, workload: string): Look {
  return async (facts) => {
    const { reads, actual } = await lookAgain(
      { signal: facts.signal, seconds: patienceOf(facts), every: INTERVAL_MS },
      () => stateOf(facts, ref, workload),
      ({ reads, final }) => reads || final,
    );
    if (reads) return passed();
    return failed({ expected: `${ref} reads the CPU utilization of its pods`, actual });
  };
}

async function stateOf(facts: Facts, ref: string, workload: string): Promise<State> {
  const found = await readAutoscaler(facts, ref);
  if (!found) return { reads: false, final: true, actual: 'there is no such autoscaler' };
  const hopeless = await whyHopeless(facts, workload);
  if (readUtilization(found) !== undefined) return { reads: true, final: true, actual: '' };
  const condition = found.status?.conditions?.find(({ type }) => type === 'ScalingActive');
  const said = condition?.message ?? condition?.reason;
  const actual = [said ?? 'its controller has read nothing yet', hopeless]
    .filter((text) => text !== undefined)
    .join('; ');
  return { reads: false, final: hopeless !== undefined, actual };
}

/** What it read last of the pods' CPU, in percent of what they request. */
function readUtilization({ status }: Autoscaler): number | undefined {
  const active = status?.conditions?.some(
    ({ type, status }) => type === 'ScalingActive' && status === 'True',
  );
  if (!active) return undefined;
  return status?.currentMetrics?.find(({ resource }) => resource?.name === 'cpu')?.resource?.current
    .averageUtilization;
}

async function whyHopeless(facts: Facts, ref: string): Promise<string | undefined> {
  const workload = await facts.get<Workload>(ref);
  if (!workload) return `there is no ${ref}`;
  if (workload.spec.replicas === 0) return 'the workload has no pods';
  const { observedGeneration = 0 } = workload.status ?? {};
  if (observedGeneration < (workload.metadata.generation ?? 1)) return undefined;
  const pods = await newestPods(facts, { ...workload, kind: parseRef(ref).kind });
  const [without] = pods
    .flatMap(({ spec }) => (spec.resources?.requests?.cpu ? [] : spec.containers))
    .filter(({ resources }) => resources?.requests?.cpu === undefined);
  return without && `the container ${without.name} requests no CPU`;
}

/**
 * The autoscaler wants so many pods, and they are ready. Looks again while it may still come to
 * that; a check needs `.within(140)`.
 */
export function grewTo(ref: string, workload: string, replicas: number): Look {
  return async (facts) => {
    const wanted = await lookAgain(
      { signal: facts.signal, seconds: patienceOf(facts), every: INTERVAL_MS },
      () => readAutoscaler(facts, ref),
      (found) => !found || found.status?.desiredReplicas === replicas,
    );
    const expected = `${ref} made it ${replicas} pods, and they are ready`;
    if (!wanted) return failed({ expected, actual: 'there is no such autoscaler' });
    const { desiredReplicas = 0 } = wanted.status ?? {};
    if (desiredReplicas !== replicas) {
      const read = readUtilization(wanted);
      const load = read === undefined ? '' : `, at a CPU utilization of ${read} %`;
      return failed({ expected, actual: `it wants ${desiredReplicas} pods${load}` });
    }
    const outcome = await rolledOut(workload, { replicas })(facts);
    return isFailed(outcome) ? { ...outcome, expected } : outcome;
  };
}
