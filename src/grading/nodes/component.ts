import type { KubeObject } from '../../kube/objects.ts';
import { converging, lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import type { NodeReader } from '../node.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { type RunningContainer, runningContainers } from './containers.ts';
import { manifestChanges, mayBeFormer } from './manifests.ts';

interface Lease extends KubeObject {
  spec?: { holderIdentity?: string; renewTime?: string };
}

/** Seconds from a new manifest until a component leads: it waits until an old Lease has ended. */
const LEADS_WITHIN_S = 45;
const INTERVAL_MS = 1_000;
/** Components renew their Lease every two seconds, a busy machine's less often. */
const RENEWED_WITHIN_S = 30;

/**
 * A component of the control plane, such as 'kube-scheduler', runs from a manifest on the node of
 * this full name, and holds its Lease in kube-system, renewed since it was started. Looks again
 * after a manifest was changed; a check needs `.within(80)` for it.
 */
export function leads(component: string, nodeName: string): Look {
  return async (facts) => {
    const patience = { signal: facts.signal, seconds: LEADS_WITHIN_S, every: INTERVAL_MS };
    const { outcome } = await lookAgain(
      patience,
      () => stateOf(facts, component, nodeName),
      ({ soon }) => !soon,
    );
    return outcome;
  };
}

interface State {
  outcome: Outcome;
  /** The kubelet may not have taken in the last change. */
  soon: boolean;
}

async function stateOf(facts: Facts, component: string, nodeName: string): Promise<State> {
  const node = facts.node('control-plane');
  const [found, changes] = await Promise.all([
    containersOf(node, component),
    manifestChanges(node),
  ]);
  const container = found.find(({ isStatic }) => isStatic);
  const missing = container
    ? await missingOf(facts, component, { container, nodeName })
    : `no ${component} runs${found.length > 0 ? ' as a static pod' : ''}`;
  if (container && missing === undefined) {
    return { outcome: passed(), soon: mayBeFormer(container, changes) };
  }
  const expected = `${component} runs as a static pod of ${nodeName} and holds its Lease`;
  return {
    outcome: failed({ expected, actual: missing ?? '' }),
    soon: Date.now() - Math.max(0, ...changes.values()) < LEADS_WITHIN_S * 1000,
  };
}

async function missingOf(
  facts: Facts,
  component: string,
  { container, nodeName }: { container: RunningContainer; nodeName: string },
): Promise<string | undefined> {
  const lease = await facts.get<Lease>(`Lease/${component} in kube-system`);
  const { holderIdentity = '', renewTime } = lease?.spec ?? {};
  const renewed = renewTime === undefined ? 0 : Date.parse(renewTime);
  if (renewed < container.created || Date.now() - renewed > RENEWED_WITHIN_S * 1000) {
    return 'it runs, and does not renew its Lease';
  }
  if (holderIdentity.startsWith(`${nodeName}_`)) return undefined;
  return `it runs, and its Lease is held by ${holderIdentity || 'nobody'}`;
}

/**
 * Looks again until this component, such as 'kube-apiserver', has run for so many seconds: those
 * that need it come back by and by.
 */
export function soonAfter(component: string, seconds: number, look: Look): Look {
  return async (facts) => {
    const [container] = await containersOf(facts.node('control-plane'), component);
    const runsFor = (Date.now() - (container?.created ?? 0)) / 1000;
    const lag = Math.max(0, seconds - runsFor);
    return converging({ signal: facts.signal, lag }, () => look(facts));
  };
}

async function containersOf(node: NodeReader, component: string): Promise<RunningContainer[]> {
  const all = await runningContainers(node);
  return all.filter(({ name, namespace }) => name === component && namespace === 'kube-system');
}
