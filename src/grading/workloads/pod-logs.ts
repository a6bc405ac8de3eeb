import { parseRef } from '../../lab/ref.ts';
import { converging } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { newestPods, type Pod, type Workload } from './newest-pods.ts';

/** A kubelet that was just started knows none of its pods for some seconds. */
const KNOWN_WITHIN_S = 10;

/**
 * What the pods of a workload print can be read through the API server, which asks the kubelet for
 * it: one that does not trust the API server's certificate refuses. Each pod must have printed
 * something. A check needs `.within(25)` for it.
 */
export function logsReached(ref: string): Look {
  return (facts) =>
    converging({ signal: facts.signal, lag: KNOWN_WITHIN_S }, async () => {
      const workload = await facts.get<Workload>(ref);
      const { kind, name } = parseRef(ref);
      const expected = `the logs of the pods of ${name} can be read through the API server`;
      const pods = workload ? await newestPods(facts, { ...workload, kind }) : [];
      if (pods.length === 0) return failed({ expected, actual: 'there are no pods' });
      const outcomes = await Promise.all(pods.map((pod) => logOf(facts, pod, expected)));
      return outcomes.find(({ verdict }) => verdict === 'failed') ?? passed();
    });
}

async function logOf(facts: Facts, { metadata }: Pod, expected: string): Promise<Outcome> {
  const { name, namespace = '' } = metadata;
  try {
    const log = await facts.api('CoreV1Api').readNamespacedPodLog({ name, namespace });
    return log ? passed() : failed({ expected, actual: `${name} has printed nothing` });
  } catch (error) {
    const { code, body } = error as { code?: unknown; body?: unknown };
    // An answer, though a refusal; whatever else is thrown is no answer of this cluster.
    if (typeof code !== 'number') throw error;
    return failed({ expected, actual: `${name}: ${messageIn(body) ?? `HTTP status ${code}`}` });
  }
}

function messageIn(body: unknown): string | undefined {
  try {
    return (JSON.parse(String(body)) as { message?: string }).message;
  } catch {
    return undefined;
  }
}
