import type { KubeObject } from '../../kube/objects.ts';
import { lookAgain } from '../converge.ts';
import type { Facts } from '../facts.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { etcdGet } from './running.ts';

const LEASES = '/registry/leases/kube-node-lease/';
// A kubelet renews its node's Lease every 10 s.
const RENEWED_MS = 15_000;
const INTERVAL_MS = 500;

interface Lease extends KubeObject {
  spec: { renewTime?: string };
}

/**
 * The API server writes to the etcd that runs: a node's Lease was renewed after this revision of
 * etcd, and a moment ago. Waits as long as the next renewal may take; needs `.within(60)`.
 */
export async function apiWrites(
  facts: Pick<Facts, 'node' | 'get' | 'signal'>,
  after: number,
): Promise<Outcome> {
  const [key] = (await etcdGet(facts, LEASES)).keys();
  const expected = 'the API server writes: the Lease of a node is renewed';
  if (key === undefined) return failed({ expected, actual: 'there is no such Lease in etcd' });
  const ref = `Lease/${key.slice(LEASES.length)} in kube-node-lease`;
  const patience = { signal: facts.signal, seconds: RENEWED_MS / 1000, every: INTERVAL_MS };
  const { renewed, writes } = await lookAgain(
    patience,
    async () => {
      const lease = await facts.get<Lease>(ref);
      const renewed = lease?.spec.renewTime ?? '';
      const newer = Number(lease?.metadata.resourceVersion) > after;
      return { renewed, writes: newer && Date.now() - Date.parse(renewed) < RENEWED_MS };
    },
    (found) => found.writes,
  );
  if (writes) return passed();
  return failed({
    expected,
    actual: `${ref} was renewed last at ${renewed || 'no time'}`,
    why: 'The kubelet of the node, or the API server, may be stopped.',
  });
}
