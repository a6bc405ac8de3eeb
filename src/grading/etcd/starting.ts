import { setTimeout as sleep } from 'node:timers/promises';
import { ComponentDown } from '../component-down.ts';
import type { Facts } from '../facts.ts';
import type { NodeReader } from '../node.ts';
import { runningContainers } from '../nodes/containers.ts';
import { manifestChanges } from '../nodes/manifests.ts';
import type { Outcome } from '../verdict.ts';

const INTERVAL_MS = 500;
/** An API server that is ended has half a minute for that, and its successor starts after it. */
const START_MS = 45_000;
/** A certificate is read again by a server that runs; what it waits for answers it again. */
const TAKEN_IN_MS = 5_000;
const COMPONENTS = ['etcd', 'kube-apiserver'];
const MANIFESTS = COMPONENTS.map((name) => `/etc/kubernetes/manifests/${name}.yaml`);

/**
 * Looks again for as long as etcd or the API server is down and the kubelet may be starting it:
 * their manifests are in place, and one of them was changed or started a moment ago, or does not
 * run. A check that looks so needs `.within(60)`.
 */
export async function onceStarted(
  facts: Pick<Facts, 'node' | 'signal'>,
  look: () => Promise<Outcome>,
): Promise<Outcome> {
  const begin = performance.now();
  const node = facts.node('control-plane');
  for (;;) {
    try {
      return await look();
    } catch (error) {
      const waited = performance.now() - begin;
      if (!(error instanceof ComponentDown) || waited > START_MS) throw error;
      const inPlace = await node.run(['ls', ...MANIFESTS]);
      if (inPlace.exitCode !== 0) throw error;
      if (waited > TAKEN_IN_MS && !(await mayStart(node))) throw error;
    }
    await sleep(INTERVAL_MS, undefined, { signal: facts.signal });
  }
}

/** False when both have run, and all manifests stayed as they are, for longer than a start takes. */
async function mayStart(node: NodeReader): Promise<boolean> {
  try {
    const [running, changes] = await Promise.all([runningContainers(node), manifestChanges(node)]);
    const started = COMPONENTS.map((component) => {
      const own = running.filter(({ name, isStatic }) => isStatic && name === component);
      return own.length === 0 ? Date.now() : Math.max(...own.map(({ created }) => created));
    });
    return Date.now() - Math.max(...started, ...changes.values()) < START_MS;
  } catch (error) {
    // What runs can't be seen: it may well start.
    if (error instanceof ComponentDown) return true;
    throw error;
  }
}
