import type { KubeObject } from '../../kube/objects.ts';
import { converging } from '../converge.ts';
import type { Facts } from '../facts.ts';
import { failed, type Outcome, passed } from '../verdict.ts';

interface NodeObject extends KubeObject {
  spec: { unschedulable?: boolean; taints?: { key: string; effect: string }[] };
  status?: { conditions?: { type: string; status: string; message?: string }[] };
}

/** Seconds that a node whose kubelet was just restarted may take to be Ready. */
const READY_WITHIN = 25;

/**
 * Whether a node, by its full name, is Ready and takes pods, beside the taints that it is allowed
 * to have. What is missing by the learner's doing is decided at once; Ready is waited for.
 */
export async function takesPods(
  facts: Facts,
  name: string,
  { taints = [] }: { taints?: readonly string[] } = {},
): Promise<Outcome> {
  const not = (actual: string) => failed({ expected: `${name} is Ready and takes pods`, actual });
  const read = () => facts.get<NodeObject>(`Node/${name}`);
  const node = await read();
  if (!node) return not('there is no such node');
  if (node.spec.unschedulable) return not('it is cordoned');
  const taint = node.spec.taints?.find(({ key }) => !isOwn(key) && !taints.includes(key));
  if (taint) return not(`it has the taint ${taint.key}:${taint.effect}`);
  return converging({ signal: facts.signal, lag: READY_WITHIN }, async () => {
    const { spec, status } = (await read()) ?? node;
    const ready = status?.conditions?.find(({ type }) => type === 'Ready');
    if (ready?.status !== 'True') return not(`it is not Ready: ${ready?.message ?? ''}`);
    const own = spec.taints?.find(({ key }) => isOwn(key));
    return own ? not(`it has the taint ${own.key}:${own.effect}`) : passed();
  });
}

/** Kubernetes' own, such as not-ready, go soon after what they tell. */
function isOwn(key: string): boolean {
  return key.startsWith('node.kubernetes.io/');
}
