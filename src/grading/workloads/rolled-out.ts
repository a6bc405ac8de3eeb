import type { V1ContainerStatus } from '@kubernetes/client-node';
import { parseRef, refText } from '../../lab/ref.ts';
import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, isFailed, passed } from '../verdict.ts';
import { newestPods, type Pod, replicaSetsOf, type Workload } from './newest-pods.ts';

export interface RolloutAsked {
  /** How many pods it must ask for; whatever it asks for, but none, when not said. */
  replicas?: number;
  /** How long a rollout that goes on is waited for; 30 when not said. */
  seconds?: number;
}

/** What a rollout has come to. */
interface State {
  done: boolean;
  /** A sentence for the learner. */
  actual: string;
  /** How long it is worth looking at again, from the first look on. */
  seconds: number;
}

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];
const PATIENCE_S = 30;
const FOR_AS_LONG_AS_ASKED = Number.POSITIVE_INFINITY;
const INTERVAL_MS = 500;
/** A kubelet asks again for what a container lacks, a ConfigMap for instance, in such a time. */
const CONFIG_AGAIN_S = 15;
/** The scheduler looks again when something frees a node; that is soon or not at all. */
const UNSCHEDULABLE_S = 5;

const HOPELESS = /^(ImagePullBackOff|ErrImageNeverPull|InvalidImageName|CrashLoopBackOff)$/;
const RETRIED = /^(CreateContainerConfigError|CreateContainerError|RunContainerError)$/;

/**
 * The change that was made last is rolled out: a Deployment's, StatefulSet's, DaemonSet's or
 * ReplicaSet's controller has taken it in, and the wanted pods, all of the newest revision, are
 * ready; there are no more. Looks again while that can still come true; a check needs
 * `.within(seconds)` for it, 45 where `seconds` is not said.
 */
export function rolledOut(ref: string, wanted: RolloutAsked = {}): Look {
  const { kind, name } = parseRef(ref);
  if (!KINDS.includes(kind)) throw new Error(`${ref} is nothing that is rolled out.`);
  return async (facts) => {
    const start = performance.now();
    const { done, actual } = await lookAgain(
      { signal: facts.signal, seconds: wanted.seconds ?? PATIENCE_S, every: INTERVAL_MS },
      () => stateOf(facts, ref, wanted),
      (state) => (performance.now() - start) / 1000 >= state.seconds,
    );
    if (done) return passed();
    const which = wanted.replicas === undefined ? 'all its pods' : `its ${wanted.replicas} pods`;
    return failed({
      expected: `the ${kind} ${name} is rolled out: ${which} are ready and of its newest revision`,
      actual,
    });
  };
}

/** Looks once a workload is rolled out; says what `rolledOut` says where it is not. */
export function onceRolledOut(rolledOut: Look, look: Look): Look {
  return async (facts) => {
    const outcome = await rolledOut(facts);
    return isFailed(outcome) ? outcome : look(facts);
  };
}

async function stateOf(facts: Facts, ref: string, asked: RolloutAsked): Promise<State> {
  const found = await facts.get<Workload>(ref);
  const { kind } = parseRef(ref);
  const final = (actual: string): State => ({ done: false, actual, seconds: 0 });
  if (!found) return final(`there is no ${refText(parseRef(ref))}`);
  const workload: Workload = { ...found, kind };
  const { metadata, spec, status = {} } = workload;
  if (metadata.deletionTimestamp) return final(`the ${kind} is being deleted`);
  const again = (actual: string, seconds = FOR_AS_LONG_AS_ASKED): State => ({
    done: false,
    actual,
    seconds,
  });
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 1)) {
    return again('its controller has not taken in the last change');
  }
  const counts = countsOf(workload);
  if (asked.replicas !== undefined && counts.wanted !== asked.replicas) {
    return final(`it asks for ${pods(counts.wanted)}`);
  }
  if (counts.wanted === 0 && asked.replicas !== 0) return final('it asks for no pods');
  const newest = await newestPods(facts, workload);
  const behind = behindOf(counts, newest);
  if (!behind) {
    // For a moment, a container that ends over and over is ready.
    const settled = !newest.some(justStarted);
    return { done: true, actual: '', seconds: settled ? 0 : FOR_AS_LONG_AS_ASKED };
  }
  const troubles = newest.flatMap(troubleOf);
  const worst = troubles.toSorted((one, other) => one.seconds - other.seconds)[0];
  if (worst) return again(`${behind}; ${worst.text}`, worst.seconds);
  if (spec.paused && counts.newest < counts.all) return final(`${behind}; the rollout is paused`);
  const late = status.conditions?.some(({ reason }) => reason === 'ProgressDeadlineExceeded');
  // It replaces no pod, but makes new ones at once for those that somebody deletes.
  if (kind === 'ReplicaSet' && counts.all >= counts.wanted && newest.length < counts.wanted) {
    return again(behind, facts.lag);
  }
  // A change takes the condition back, a moment after it was taken in.
  const refused = await refusalOf(facts, workload);
  const missing = refused === undefined ? behind : `${behind}; ${refused}`;
  if (late) return again(`${missing}; it is past its progress deadline`, facts.lag);
  return again(missing);
}

/** Why the newest ReplicaSet can't make pods, a quota for instance, as its controller tells it. */
async function refusalOf(facts: Facts, workload: Workload): Promise<string | undefined> {
  const set = workload.kind === 'Deployment' ? (await replicaSetsOf(facts, workload))[0] : workload;
  const { conditions = [] } = set?.status ?? {};
  return conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
    ?.message;
}

interface Counts {
  wanted: number;
  all: number;
  newest: number;
  ready: number;
}

function countsOf({ kind, spec, status = {} }: Workload): Counts {
  if (kind === 'DaemonSet') {
    const { desiredNumberScheduled: wanted = 0, currentNumberScheduled = 0 } = status;
    const all = currentNumberScheduled + (status.numberMisscheduled ?? 0);
    const { updatedNumberScheduled = 0, numberAvailable = 0 } = status;
    return { wanted, all, newest: updatedNumberScheduled, ready: numberAvailable };
  }
  const { replicas: all = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  // Of a ReplicaSet, whose status has no such number, the pods alone say it.
  const newest = kind === 'ReplicaSet' ? all : updatedReplicas;
  return { wanted: spec.replicas ?? 1, all, newest, ready: availableReplicas };
}

/** What is still missing, or there are too many of; undefined when all is as wanted. */
function behindOf(
  { wanted, all, newest, ready: available }: Counts,
  seen: readonly Pod[],
): string | undefined {
  const updated = Math.min(newest, seen.length);
  // For a moment after pods were replaced, the numbers are those of the former ones.
  const ready = Math.min(available, seen.filter((pod) => !isWaiting(pod)).length);
  if (updated < wanted)
    return `${updated} of ${pods(wanted)} ${are(wanted)} of the newest revision`;
  if (all > wanted) return `there are ${pods(all)}, where ${wanted} ${are(wanted)} wanted`;
  return ready < wanted ? `${ready} of ${pods(wanted)} ${are(wanted)} ready` : undefined;
}

function isWaiting({ status }: Pod): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return status?.phase === 'Pending' || ready?.status === 'False';
}

function pods(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

interface Trouble {
  text: string;
  seconds: number;
}

/** What keeps a pod from running, and for how long that may mend itself. */
function troubleOf({ metadata, status = {} }: Pod): Trouble[] {
  const { conditions = [], containerStatuses = [], initContainerStatuses = [] } = status;
  const homeless = conditions.some(({ reason }) => reason === 'Unschedulable');
  if (homeless) {
    return [{ text: `no node takes the pod ${metadata.name}`, seconds: UNSCHEDULABLE_S }];
  }
  return [...initContainerStatuses, ...containerStatuses].flatMap(({ name, state }) => {
    const { reason = '', message } = state?.waiting ?? {};
    const text = `the container ${name} of ${metadata.name} waits: ${reason}${detail(message)}`;
    if (HOPELESS.test(reason)) return [{ text, seconds: 0 }];
    return RETRIED.test(reason) ? [{ text, seconds: CONFIG_AGAIN_S }] : [];
  });
}

function detail(message: string | undefined): string {
  return message === undefined ? '' : ` (${message})`;
}

/** A container that was started for the first time, and one that was restarted. */
const STARTED_MS = 2_000;
const RESTARTED_MS = 5_000;

function justStarted({ status }: Pod): boolean {
  return (status?.containerStatuses ?? []).some(isYoung);
}

function isYoung({ state, lastState }: V1ContainerStatus): boolean {
  const startedAt = state?.running?.startedAt;
  if (startedAt === undefined) return false;
  const age = Date.now() - new Date(startedAt).getTime();
  // Younger than nothing: the node's clock is another one, and says nothing.
  return age > -STARTED_MS && age < (lastState?.terminated ? RESTARTED_MS : STARTED_MS);
}
