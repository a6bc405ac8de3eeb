import type { Context } from '../context.ts';
import { Interrupted, messageOf } from '../errors.ts';
import type { Check, Finding, Outcome } from './check.ts';
import { limitChecks } from './limit-checks.ts';
import { runtimeChecks } from './runtime-checks.ts';
import { toolChecks } from './tool-checks.ts';
import { lookAround, type World } from './world.ts';

export type { Finding } from './check.ts';

const checks: readonly Check[] = [...runtimeChecks, ...limitChecks, ...toolChecks];
const DEADLINE_MS = 9_000;

/**
 * Looks at everything that a cluster of a minor ("1.37") needs here, side by side; installs and
 * changes nothing. A machine where something is broken gets findings, not an error.
 */
export async function examine(
  context: Context,
  { minor, deadline = DEADLINE_MS }: { minor: string; deadline?: number },
): Promise<Finding[]> {
  const world = lookAround(context, minor);
  return await Promise.all(checks.map((check) => lookAt(context, world, check, deadline)));
}

async function lookAt(
  context: Context,
  world: World,
  { id, title, look }: Check,
  deadline: number,
): Promise<Finding> {
  const late = Promise.withResolvers<Outcome>();
  const timer = setTimeout(
    () => late.resolve({ state: 'warn', detail: `no answer within ${deadline / 1000} s` }),
    deadline,
  );
  try {
    return { id, title, ...(await Promise.race([look(context, world), late.promise])) };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const [detail = ''] = messageOf(error).split('\n');
    return { id, title, state: 'warn', detail: `can't be told: ${detail}` };
  } finally {
    clearTimeout(timer);
  }
}

/** A line for each finding, what to do under it; `paint` may colour the state. */
export function renderFindings(
  findings: readonly Finding[],
  paint: (state: Finding['state'], text: string) => string = (_state, text) => text,
): string {
  const width = Math.max(...findings.map(({ title }) => title.length));
  return findings
    .flatMap(({ state, title, detail, fix }) => [
      `${paint(state, state.padEnd(4))}  ${title.padEnd(width)}  ${detail}`,
      ...(fix === undefined ? [] : [`      → ${fix}`]),
    ])
    .join('\n');
}
