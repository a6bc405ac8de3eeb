import { lstat, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { topologyOf } from '../cluster/topology.ts';
import { UsageError } from '../errors.ts';
import { SAMPLE_CLUSTER } from '../lab/cluster-values.ts';
import { instantiate } from '../lab/instance.ts';
import type { Lab } from '../lab/lab.ts';
import { variableOf } from '../lab/script.ts';
import type { Values } from '../lab/template.ts';

/** A drawn task, and what its heading says of it. */
export interface HandoutTask {
  lab: Lab;
  seed: string;
  number: number;
  /** Percent of the exam. */
  worth: number;
}

/**
 * A task's text before there is a cluster: what only that tells is named by the variable in which
 * an answer has it, such as $LAB_CLUSTER.
 */
export async function handoutText(task: HandoutTask, tasks: number): Promise<string> {
  const { lab, seed, number, worth } = task;
  const { upgrade } = await topologyOf(lab.cluster);
  const text = instantiate(lab, seed, namesOfValues(upgrade !== undefined)).task;
  const about = `Task ${number} of ${tasks}, ${worth.toFixed(1)} % of the exam, about ${lab.minutes} minutes.`;
  const [heading = '', ...rest] = text.split('\n');
  return heading.startsWith('# ')
    ? [heading, '', about, ...rest].join('\n')
    : `# ${lab.title}\n\n${about}\n\n${text}`;
}

/** Paragraphs about an upgrade stay out where the topology has none, as on the cluster. */
function namesOfValues(upgrade: boolean): Values {
  return Object.fromEntries(
    Object.keys(SAMPLE_CLUSTER).map((name) => [
      name,
      name.startsWith('upgrade-') && !upgrade ? '' : `$${variableOf(name)}`,
    ]),
  );
}

/**
 * Writes each task's text to FOLDER/<lab>/task.md, where its answer will lie beside it; nothing
 * else there is changed. Returns the files. Throws UsageError when task.md is something else there.
 */
export async function writeHandout(
  folder: string,
  tasks: readonly HandoutTask[],
): Promise<string[]> {
  const files: string[] = [];
  for (const task of tasks) {
    const file = path.join(folder, task.lab.id, 'task.md');
    const text = await handoutText(task, tasks.length);
    await mkdir(path.dirname(file), { recursive: true });
    // A link would lead elsewhere.
    const there = await lstat(file).catch(() => undefined);
    if (there && !there.isFile()) {
      throw new UsageError(`${file} is no plain file, and is left as it is.`, {
        next: 'Move it away, or name another folder.',
      });
    }
    await writeFile(file, text);
    files.push(file);
  }
  return files;
}
