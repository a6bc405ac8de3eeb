import path from 'node:path';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import type { Recorded } from '../grading/record.ts';
import { createStore, type Store } from '../host/store.ts';
import type { LabFolders } from '../lab/bank.ts';
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
  /** What ending the lab removes, as it was when it was started. */
  undo: Plan['undo'];
  phase: 'seeding' | 'active' | 'undoing';
  /** Id of the only part that is asked for; null: all. */
  part: string | null;
  /** ISO 8601. */
  started: string;
  /** Of the lab's files when it was started. */
  digest: string;
  hints: number;
  solutionSeen: boolean;
  /** What graders compare with; set when seeding is done. */
  recorded: Recorded | null;
}

export function labStore(context: Context): Store<LabRecord> {
  return createStore(path.join(context.paths.state, 'labs'));
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
