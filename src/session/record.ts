import path from 'node:path';
import { z } from 'zod';
import type { Addresses, ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import type { Recorded } from '../grading/record.ts';
import { createStore, type Store } from '../host/store.ts';
import type { LabFolders } from '../lab/bank.ts';
import { SEED } from '../lab/parameters.ts';
import type { Plan } from '../plan/plan.ts';

/** A lab that was started. Kept on the host, where neither a restore nor root on a node reaches it. */
export interface LabRecord {
  lab: string;
  seed: string;
  /** Where a lab that came by --labs is, so that later commands find it; null: built in. */
  folders: Pick<LabFolders, 'labs' | 'graders'> | null;
  /** Name of the cluster that it is on. */
  cluster: string;
  /** That cluster's mark: another cluster may get its name. */
  clusterMark: string;
  /** Random; the label of what its seed made. Records of former versions have none: it was the id. */
  word?: string | undefined;
  /** What ending the lab removes, as it was when it was started. */
  undo: Plan['undo'];
  phase: 'seeding' | 'active' | 'undoing';
  /** Id of the only part that is asked for; null: all. */
  part: string | null;
  /** ISO 8601. */
  started: string;
  /** Of the lab's files when it was started. */
  digest: string;
  /** Of the nodes then, for a lab that set up something on them that a start with others undoes. */
  addresses?: Addresses | undefined;
  hints: number;
  solutionSeen: boolean;
  /** What graders compare with; set when seeding is done. */
  recorded: Recorded | null;
}

/** Names of folders and files are made of these: none leads out of our own. */
const name = z.string().regex(/^[A-Za-z0-9][\w.-]*$/);

const recorded = z.object({
  objects: z.record(z.string(), z.object()),
  pods: z.record(z.string(), z.unknown()),
  fresh: z.object(),
  clusterBindings: z.record(z.string(), z.string()).optional(),
  secrets: z.record(z.string(), z.string()),
  printed: z.record(z.string(), z.string()),
});

const schema = z.object({
  lab: name,
  word: name.optional(),
  seed: z.string().regex(SEED),
  folders: z.object({ labs: z.string(), graders: z.string() }).nullable(),
  cluster: z.string().min(1),
  clusterMark: z.string(),
  undo: z.object({
    namespaces: z.array(z.string()),
    objects: z.array(
      z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() }),
    ),
    paths: z.array(z.string()),
    nodes: z.boolean(),
  }),
  phase: z.enum(['seeding', 'active', 'undoing']),
  part: z.string().nullable(),
  started: z.iso.datetime(),
  digest: z.string(),
  hints: z.int().min(0),
  solutionSeen: z.boolean(),
  addresses: z.record(z.string(), z.array(z.string())).optional(),
  recorded: z.custom<Recorded>((value) => recorded.safeParse(value).success).nullable(),
}) satisfies z.ZodType<LabRecord>;

export function labStore(context: Context): Store<LabRecord> {
  const folder = path.join(context.paths.state, 'labs');
  return createStore<LabRecord>(context, folder, { schema, id: ({ lab }) => lab });
}

/** What marks the objects that a lab's seed made; see cluster/lab-mark.ts. */
export function wordOf({ lab, word = lab }: Pick<LabRecord, 'lab' | 'word'>): string {
  return word;
}

/** Whether a lab is on a cluster, and not on a former one of the same name. */
export function isOn(record: LabRecord, cluster: ClusterRecord): boolean {
  return record.cluster === cluster.name && record.clusterMark === cluster.mark;
}

/** A lab's record as it is now, while it is on since the same moment. */
export async function sameStart(
  context: Context,
  { lab, started }: Pick<LabRecord, 'lab' | 'started'>,
): Promise<LabRecord | undefined> {
  const now = await labStore(context).get(lab);
  return now?.started === started && now.phase === 'active' ? now : undefined;
}
