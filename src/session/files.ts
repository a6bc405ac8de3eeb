import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterRecord } from '../cluster/record.ts';
import { valuesOf } from '../cluster/values.ts';
import type { Context } from '../context.ts';
import { type FileEntry, instantiate, type LabInstance, type Step } from '../lab/instance.ts';
import type { Lab } from '../lab/lab.ts';
import type { LabRecord } from './record.ts';

/** The folder on this machine that a lab shares with its learner, while it is on. */
export function learnerFolder(
  { paths }: Pick<Context, 'paths'>,
  { lab, seed }: Pick<LabRecord, 'lab' | 'seed'>,
): string {
  return path.join(paths.files ?? path.join(paths.state, 'files'), `${lab}-${seed}`);
}

/**
 * A lab as it is on a cluster, with all that it can know of its place. `folder` is the learner's, as
 * the learner's machine has it.
 */
export function instanceOn(
  context: Context,
  lab: Lab,
  seed: string,
  cluster: ClusterRecord,
  folder = learnerFolder(context, { lab: lab.id, seed }),
): LabInstance {
  return instantiate(lab, seed, valuesOf(cluster, folder));
}

/** An empty folder, whatever was in it. */
export async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

export async function writeFiles(folder: string, entries: readonly FileEntry[]): Promise<void> {
  for (const { name, text } of entries) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
}

/** What the steps put there, by name. */
export function givenFiles(steps: readonly Step[]): Record<string, string> {
  const entries = steps.flatMap((step) => ('files' in step ? step.entries : []));
  return Object.fromEntries(entries.map(({ name, text }) => [name, text]));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
