import { ensureRunning, ensureStarted, startNodes } from '../cluster/acquire.ts';
import { movedNodes } from '../cluster/addresses.ts';
import type { ClusterState, Provider } from '../cluster/provider.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import { hasSettled } from '../cluster/settle.ts';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { exclusively } from '../host/lock.ts';
import type { ActiveLab } from './active.ts';
import type { LabRecord } from './record.ts';
import { providerOf } from './world.ts';

type Placed = Pick<ActiveLab, 'record' | 'cluster'>;

/**
 * Lets the nodes of a lab that is on run again, where they were stopped or paused. Throws
 * InfrastructureError where a restart took what the lab was set up with: it can't be graded then.
 */
export async function wakeLab(context: Context, placed: Placed): Promise<void> {
  if (placed.cluster.provider === 'external') return;
  const provider = providerOf(context, placed.cluster);
  const state = await provider.state(placed.cluster);
  const awake =
    state === 'running' && hasSettled(context, await provider.restarted(placed.cluster));
  if (awake) await requireSameAddresses(context, placed);
  else await exclusively(context, () => startLabNodes(context, provider, placed));
}

/** The same where the caller holds the lock. */
export async function startLabNodes(
  context: Context,
  provider: Provider,
  { record, cluster }: Placed,
  state?: ClusterState,
): Promise<void> {
  const found = state ?? (await provider.state(cluster));
  // What is gone is told by those who look for it.
  if (found === 'absent' || found === 'foreign') return;
  await startNodes(context, provider, cluster, found);
  // Before anything is waited for: what was set up for others may keep the cluster from coming back.
  await requireSameAddresses(context, { record, cluster });
  // Not waited for: what the lab breaks may stay down.
  if (mayBreak(record, cluster)) await ensureStarted(context, provider, cluster, 'running');
  else await ensureRunning(context, provider, cluster, undefined, 'running');
}

function mayBreak({ undo }: Pick<LabRecord, 'undo'>, { own }: ClusterRecord): boolean {
  return undo.nodes || own;
}

/**
 * Throws InfrastructureError where nodes have other addresses than when the lab was set up: what it
 * broke and recorded there was then written anew by their start.
 */
export async function requireSameAddresses(
  context: Context,
  { record, cluster }: Placed,
): Promise<void> {
  if (!record.addresses) return;
  const now = await providerOf(context, cluster).nodes(cluster).addresses();
  const moved = movedNodes(record.addresses, now);
  if (moved.length === 0) return;
  throw new InfrastructureError(
    `${moved.join(' and ')} got ${moved.length === 1 ? 'another address' : 'other addresses'} when started again, which undid what ${record.lab} had set up there.`,
    { next: `Put it back to its start with \`cka-lab reset ${record.lab}\`.` },
  );
}
