import { setTimeout as sleep } from 'node:timers/promises';
import { ComponentDown } from '../component-down.ts';
import type { Facts } from '../facts.ts';
import type { Outcome } from '../verdict.ts';

const INTERVAL_MS = 500;
/** An API server that is ended has half a minute for that, and its successor starts after it. */
const START_MS = 45_000;
const MANIFESTS = ['etcd', 'kube-apiserver'].map(
  (name) => `/etc/kubernetes/manifests/${name}.yaml`,
);

/**
 * Looks again for as long as etcd or the API server is down and the kubelet may be starting it:
 * their manifests are in place. A check that looks so needs `.within(60)`.
 */
export async function onceStarted(
  facts: Pick<Facts, 'node' | 'signal'>,
  look: () => Promise<Outcome>,
): Promise<Outcome> {
  const end = performance.now() + START_MS;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof ComponentDown) || performance.now() > end) throw error;
      const inPlace = await facts.node('control-plane').run(['ls', ...MANIFESTS]);
      if (inPlace.exitCode !== 0) throw error;
    }
    await sleep(INTERVAL_MS, undefined, { signal: facts.signal });
  }
}
