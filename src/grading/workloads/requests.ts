import type { V1Container } from '@kubernetes/client-node';
import { parseRef } from '../../lab/ref.ts';
import type { Look } from '../define.ts';
import { sameQuantity } from '../storage/quantity.ts';
import { failed, isFailed, passed } from '../verdict.ts';
import { newestPods, type Workload } from './newest-pods.ts';
import { rolledOut } from './rolled-out.ts';

const ROLLOUT_S = 60;

/**
 * The pods that a workload runs request just so much of a resource, by container; containers that
 * are not named may request what they like. Counts what the API server made of it: a LimitRange's
 * default too. Waits for a rollout that goes on; a check needs `.within(70)` for it.
 */
export function podsRequest(
  ref: string,
  resource: 'cpu' | 'memory',
  amounts: Readonly<Record<string, string>>,
): Look {
  const ready = rolledOut(ref, { seconds: ROLLOUT_S });
  return async (facts) => {
    const outcome = await ready(facts);
    const workload = await facts.get<Workload>(ref);
    if (isFailed(outcome) || !workload) return outcome;
    const pods = await newestPods(facts, { ...workload, kind: parseRef(ref).kind });
    const wrong = new Set(pods.flatMap(({ spec }) => wrongIn(spec.containers, resource, amounts)));
    if (pods.length > 0 && wrong.size === 0) return passed();
    const asked = Object.entries(amounts).map(([name, amount]) => `${name} ${amount}`);
    return failed({
      expected: `containers that request ${resource}: ${asked.join(', ')}`,
      actual: pods.length === 0 ? 'there are no pods' : [...wrong].join(', '),
    });
  };
}

function wrongIn(
  containers: readonly V1Container[],
  resource: string,
  amounts: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(amounts).flatMap(([name, amount]) => {
    const container = containers.find((one) => one.name === name);
    if (!container) return [`there is no container ${name}`];
    const requested = container.resources?.requests?.[resource];
    if (requested === undefined) return [`${name} requests none`];
    return sameQuantity(requested, amount) ? [] : [`${name} ${requested}`];
  });
}
