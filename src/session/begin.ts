import path from 'node:path';
import { newWord } from '../cluster/lab-mark.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { messageOf } from '../errors.ts';
import { recordStart } from '../grading/record.ts';
import { labDigest } from '../lab/digest.ts';
import type { LabInstance } from '../lab/instance.ts';
import { drawSecrets, withSecrets } from '../lab/secrets.ts';
import type { Plan } from '../plan/plan.ts';
import { refuseClaimed } from './external.ts';
import { givenFiles, learnerFolder } from './files.ts';
import { endLabHost } from './lab-host.ts';
import { type LabRecord, labStore, wordOf } from './record.ts';
import { runScript, seedLab } from './seed.ts';
import { clean, endLab, groundOf } from './undo.ts';

/** What a result notes of a lab, whatever happens to its cluster. */
export type Noted = Pick<LabRecord, 'part' | 'hints' | 'solutionSeen'>;

export const NOTHING_NOTED: Noted = { part: null, hints: 0, solutionSeen: false };

/** Seeds the lab; the record is written first, so that whatever happens can be undone. */
export async function begin(
  context: Context,
  instance: LabInstance,
  todo: Plan,
  cluster: ClusterRecord,
  noted: Noted,
): Promise<LabRecord> {
  const store = labStore(context);
  const record = await newRecord(context, instance, todo, cluster, noted);
  await store.put(record.lab, record);
  try {
    const active = await seedAnew(context, record, instance, todo, cluster);
    await store.put(record.lab, active);
    return active;
  } catch (error) {
    const undoing = context.undoing();
    // What went wrong first is what the user must read.
    await endLab(undoing, record).catch((undoError) => undoing.progress.note(messageOf(undoError)));
    throw error;
  }
}

/** The record of a lab that is about to be seeded. */
export async function newRecord(
  context: Context,
  instance: LabInstance,
  todo: Plan,
  cluster: ClusterRecord,
  noted: Noted = NOTHING_NOTED,
): Promise<LabRecord> {
  return {
    lab: instance.lab.id,
    seed: instance.seed,
    folders: foldersOf(instance.lab),
    cluster: cluster.name,
    clusterMark: cluster.mark,
    word: newWord(),
    undo: todo.undo,
    phase: 'seeding',
    part: noted.part,
    started: new Date(context.now()).toISOString(),
    digest: await labDigest(instance.lab),
    hints: noted.hints,
    solutionSeen: noted.solutionSeen,
    recorded: null,
  };
}

/** Removes what an earlier time left of the lab, and seeds it; the record then says so. */
export function seedAnew(
  context: Context,
  record: LabRecord,
  instance: LabInstance,
  todo: Plan,
  cluster: ClusterRecord,
  alone?: boolean,
): Promise<LabRecord> {
  return context.progress.step(`Seeding ${record.lab} (seed ${record.seed})`, async () => {
    // What is on it is of the time before.
    await endLabHost(context, record.lab);
    const ground =
      cluster.provider === 'kind'
        ? await clean(context, cluster, record, alone)
        : await groundOf(context, cluster);
    const { connection, resources } = ground;
    if (cluster.provider === 'external') {
      // Seeding would mark a namespace that the learner made; other objects of theirs just stay.
      const { namespaces } = instance.owns;
      const name = cluster.context ?? cluster.name;
      await refuseClaimed(connection, resources, { namespaces, objects: [] }, name);
    }
    const secrets = drawSecrets(instance.secrets);
    const printed = await seedLab(
      context,
      ground,
      {
        word: wordOf(record),
        environment: instance.environment,
        folder: learnerFolder(context, record),
      },
      { namespaces: todo.namespaces, steps: withSecrets(todo.steps, secrets) },
    );
    const files = givenFiles(todo.steps);
    const recorded = await recordStart(connection, todo.record, { secrets, printed, files });
    for (const step of todo.breaks) await runScript(context, ground, instance.environment, step);
    const started = new Date(context.now()).toISOString();
    const addresses = setsUpNodes(todo) ? await ground.nodes.addresses() : undefined;
    return { ...record, phase: 'active', recorded, started, addresses };
  });
}

/** Whether scripts of the lab look at or change what a node with another address writes anew. */
function setsUpNodes({ cluster, breaks, steps }: Plan): boolean {
  return cluster.exclusive && (breaks.length > 0 || steps.some((step) => 'run' in step));
}

function foldersOf({ origin, dir, graderFile }: LabInstance['lab']): LabRecord['folders'] {
  if (origin === 'built-in') return null;
  return { labs: path.dirname(dir), graders: path.dirname(graderFile) };
}
