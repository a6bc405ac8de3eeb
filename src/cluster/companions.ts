import type { Context } from '../context.ts';
import { inRuntime, type Runtime } from '../host/runtime.ts';
import { NAME_PREFIX } from './record.ts';

/** What a container beside a cluster's nodes belongs to; all of it stands in its labels. */
export interface BelongsTo {
  cluster?: string;
  /** That cluster's mark: another cluster may get its name. */
  mark?: string;
  exam?: string;
  /** Id of a single lab. */
  lab?: string;
}

/** A container beside a cluster's nodes: an exam host, or what lets ssh into a node. */
export interface Companion extends BelongsTo {
  name: string;
  running: boolean;
  paused: boolean;
  /** What `labelsOf` was given beside whom it belongs to. */
  labels: Readonly<Record<string, string>>;
}

const PREFIX = 'cka-lab.';
/** Label with the folder of records: only who keeps that removes the container. */
export const WORLD = `${PREFIX}world`;
const OWNERS = ['cluster', 'mark', 'exam', 'lab'] as const;

/** The labels that mark a container as ours, as whose, and whatever else is to stand there. */
export function labelsOf(
  { paths }: Pick<Context, 'paths'>,
  belongsTo: BelongsTo,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const all = { world: paths.state, ...belongsTo, ...more };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [PREFIX + key, value]));
}

interface Inspected {
  Name: string;
  State: { Running?: boolean; Paused?: boolean; Status?: string };
  Config: { Labels: Record<string, string> | null };
}

/** The containers of this world that belong to all that is named; stopped ones too. */
export async function companions(
  context: Context,
  runtime: Runtime,
  belongsTo: BelongsTo = {},
): Promise<Companion[]> {
  const labels = Object.entries(labelsOf(context, belongsTo));
  const filters = labels.flatMap(([key, value]) => ['--filter', `label=${key}=${value}`]);
  const list = await inRuntime(context, runtime, 'ask', ['ps', '-aq', ...filters]);
  const ids = list.stdout.split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  // A container may vanish between the two calls: what is left is still printed.
  const inspect = await inRuntime(context, runtime, 'ask', ['inspect', ...ids], {
    allowFailure: true,
  });
  return (JSON.parse(inspect.stdout || '[]') as Inspected[])
    .map(toCompanion)
    .filter(({ name }) => name.startsWith(NAME_PREFIX))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function toCompanion({ Name, State, Config }: Inspected): Companion {
  const all = Object.entries(Config.Labels ?? {}).flatMap(([key, value]) =>
    key.startsWith(PREFIX) && key !== WORLD ? [[key.slice(PREFIX.length), value] as const] : [],
  );
  const isOwner = (key: string) => OWNERS.some((owner) => owner === key);
  return {
    ...Object.fromEntries(all.filter(([key]) => isOwner(key))),
    name: Name.replace(/^\//, ''),
    running: State.Running ?? State.Status === 'running',
    paused: State.Paused ?? State.Status === 'paused',
    labels: Object.fromEntries(all.filter(([key]) => !isOwner(key))),
  };
}

/** Removes the containers of this world that belong to all that is named; returns their names. */
export async function removeCompanions(
  context: Context,
  runtime: Runtime,
  belongsTo: BelongsTo = {},
): Promise<string[]> {
  const names = (await companions(context, runtime, belongsTo)).map(({ name }) => name);
  if (names.length > 0) {
    await inRuntime(context, runtime, 'change', ['rm', '--force', '--volumes', ...names]);
  }
  return names;
}
