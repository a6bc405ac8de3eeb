import { parseRef } from '../../lab/ref.ts';
import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, passed } from '../verdict.ts';
import type { Pod, Workload } from './newest-pods.ts';

/** A controller takes pods over before it says that it has taken in its object. */
const PATIENCE_S = 8;

/**
 * A ReplicaSet, StatefulSet or DaemonSet is the controller of each of these pods. Looks again for up
 * to 8 s while its controller has not taken it in.
 */
export function ownsPods(ref: string, ...pods: [string, ...string[]]): Look {
  return async (facts) => {
    const found = await lookAgain(
      // Without a lag, who asks comes back by himself.
      { signal: facts.signal, seconds: facts.lag === 0 ? 0 : PATIENCE_S },
      () => look(facts, ref, pods),
      ({ final, wrong }) => final || wrong.length === 0,
    );
    if (found.wrong.length === 0) return passed();
    const names = pods.map((pod) => parseRef(pod).name);
    const expected = `${ref} owns ${names.join(', ')}`;
    return failed({ expected, actual: found.wrong.join('; ') });
  };
}

async function look(
  facts: Facts,
  ref: string,
  refs: readonly string[],
): Promise<{ final: boolean; wrong: string[] }> {
  // The workload first: when it was taken in, so were the pods that are read then.
  const workload = await facts.get<Workload>(ref);
  if (!workload) return { final: true, wrong: [`there is no ${ref}`] };
  const { metadata, status = {} } = workload;
  const pods = await Promise.all(refs.map((pod) => facts.get<Pod>(pod)));
  const wrong = refs.flatMap((title, index) => {
    const pod = pods[index];
    if (!pod) return [`${title} was deleted`];
    const owner = (pod.metadata.ownerReferences ?? []).find(({ controller }) => controller);
    if (owner?.uid === metadata.uid) return [];
    return [`${title} is ${owner ? "another workload's" : 'owned by nobody'}`];
  });
  return { final: (status.observedGeneration ?? 0) >= (metadata.generation ?? 1), wrong };
}
