import type { KubeObject } from '../../kube/objects.ts';
import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import type { NodeReader } from '../node.ts';
import { failed, passed } from '../verdict.ts';

interface Lease extends KubeObject {
  spec?: { renewTime?: string };
}

/** What a look at a node's services came to. */
interface State {
  /** What is missing, as a sentence; undefined when nothing is. */
  missing?: string;
  /** It may still come by itself. */
  soon?: boolean;
}

/** Seconds that a kubelet needs from its start until it has reported. */
const REPORTS_WITHIN_S = 25;
const INTERVAL_MS = 1_000;
/** A kubelet renews its Lease every ten seconds. */
const RENEWED_WITHIN_S = 40;

/**
 * On a node, by the name that the topology gives it and by its full name, kubelet and container
 * runtime run as services, and the kubelet has renewed the node's Lease since it was started: the
 * node's status tells of it up to 50 s too late. One that was just started is waited for; a check
 * needs `.within(40)` for it.
 */
export function reports(node: string, fullName: string): Look {
  return async (facts) => {
    const { missing } = await lookAgain(
      { signal: facts.signal, seconds: REPORTS_WITHIN_S, every: INTERVAL_MS },
      () => stateOf(facts, facts.node(node), fullName),
      (state) => !state.soon,
    );
    if (missing === undefined) return passed();
    return failed({
      expected: `containerd and kubelet run on ${fullName}, and the kubelet reports`,
      actual: missing,
    });
  };
}

async function stateOf(facts: Facts, node: NodeReader, fullName: string): Promise<State> {
  const [runtime, kubelet] = await Promise.all([
    serviceOf(node, 'containerd'),
    serviceOf(node, 'kubelet'),
  ]);
  for (const [name, { active, sub }] of Object.entries({ containerd: runtime, kubelet })) {
    // It ends again and again, and systemd starts it again and again.
    if (sub === 'auto-restart') return { missing: `${name} can't be started` };
    if (active === 'activating') return { missing: `${name} is being started`, soon: true };
    if (active !== 'active') return { missing: `${name} is ${active}` };
  }
  const [runs, age, lease] = await Promise.all([
    node.run(['crictl', 'version']),
    node.run(['ps', '-o', 'etimes=', '-p', String(kubelet.pid)]),
    facts.get<Lease>(`Lease/${fullName} in kube-node-lease`),
  ]);
  if (runs.exitCode !== 0) return { missing: 'the container runtime gives no answer', soon: true };
  if (age.exitCode !== 0) return { missing: 'the kubelet has just ended', soon: true };
  const renewed = (Date.now() - Date.parse(lease?.spec?.renewTime ?? '')) / 1000;
  const runsFor = Number(age.stdout);
  // Both are rounded: a Lease of the moment in which it was started is of an earlier kubelet.
  if (renewed < RENEWED_WITHIN_S && renewed < runsFor) return {};
  return {
    missing: 'the kubelet runs, and does not reach the API server',
    soon: runsFor < REPORTS_WITHIN_S,
  };
}

interface Service {
  active: string;
  sub: string;
  pid: number;
}

async function serviceOf(node: NodeReader, name: string): Promise<Service> {
  const properties = '--property=ActiveState,SubState,MainPID';
  const { stdout } = await node.run(['systemctl', 'show', name, properties]);
  const value = (property: string) => new RegExp(`^${property}=(.*)$`, 'm').exec(stdout)?.[1] ?? '';
  return { active: value('ActiveState'), sub: value('SubState'), pid: Number(value('MainPID')) };
}

/** These services of a node are started with it. */
export function startAtBoot(node: string, ...services: [string, ...string[]]): Look {
  return async (facts) => {
    const { stdout } = await facts.node(node).run(['systemctl', 'is-enabled', ...services]);
    const states = stdout.trim().split('\n');
    const wrong = services.flatMap((name, index) =>
      states[index] === 'enabled' ? [] : [`${name} is ${states[index] || 'unknown'}`],
    );
    if (wrong.length === 0) return passed();
    return failed({
      expected: `enabled, so that they come back after a reboot: ${services.join(', ')}`,
      actual: wrong.join('; '),
    });
  };
}
