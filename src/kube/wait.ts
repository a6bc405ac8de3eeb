import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { patiently } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import { type Connection, describe } from './connection.ts';
import { pathOf, type ResourceType } from './resources.ts';

const INTERVAL_MS = 200;

export interface Wish {
  type: ResourceType;
  name: string;
  namespace: string | undefined;
  /** A condition's type, or a value of status.phase. */
  for: string;
  seconds: number;
}

/** Waits until an object's condition is True, or its phase is the wanted one. */
export async function waitFor(context: Context, connection: Connection, wish: Wish): Promise<void> {
  const seconds = patiently(context, wish.seconds);
  const deadline = context.now() + seconds * 1000;
  const where = { name: wish.name, namespace: wish.namespace };
  for (;;) {
    const answer = await connection.request('GET', pathOf(wish.type, where));
    if (answer.status < 300 && fulfilled(answer.body, wish.for)) return;
    if (context.now() > deadline) {
      const state = answer.status < 300 ? stateOf(answer.body) : describe(answer);
      throw new InfrastructureError(
        `${wish.type.kind}/${wish.name} was not ${wish.for} after ${seconds} s. It says: ${state}.`,
        { next: 'Run `cka-lab reset` to seed the lab again.' },
      );
    }
    await pause(INTERVAL_MS, context.signal);
  }
}

interface WithStatus {
  metadata: { generation?: number };
  status?: {
    phase?: string;
    observedGeneration?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

export function fulfilled({ metadata, status }: WithStatus, wanted: string): boolean {
  const behind =
    status?.observedGeneration !== undefined &&
    metadata.generation !== undefined &&
    status.observedGeneration < metadata.generation;
  if (behind) return false;
  return (
    status?.phase === wanted ||
    (status?.conditions ?? []).some(({ type, status }) => type === wanted && status === 'True')
  );
}

function stateOf({ status }: WithStatus): string {
  const conditions = (status?.conditions ?? [])
    .filter(({ status }) => status !== 'True')
    .map(({ type, reason, message }) => `${type}: ${[reason, message].filter(Boolean).join(', ')}`);
  return [status?.phase, ...conditions].filter(Boolean).join('; ') || 'nothing yet';
}
