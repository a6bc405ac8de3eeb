import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { type Reach, reachOf } from '../../src/session/grade.ts';
import type { Ground } from '../../src/session/seed.ts';
import { startLab } from '../../src/session/start.ts';
import { endLab, groundOf } from '../../src/session/undo.ts';
import { testContext } from './context.ts';

export interface SharedCluster {
  /** With all rights. */
  ground: Ground;
  /** As graders get there. */
  reach: Reach;
  /** Ends the lab; the cluster stays for the next test file. */
  release(): Promise<void>;
}

/** The cluster on which labs of scope `api` run, with the rbac lab started on it. */
export async function sharedCluster(): Promise<SharedCluster> {
  const context = testContext();
  const bank = await loadBank([labFolders(packageRoot)]);
  const { record, cluster } = await startLab(context, bank, { lab: 'rbac', retain: false });
  return {
    ground: await groundOf(context, cluster),
    reach: await reachOf(context, cluster),
    release: () => endLab(context, record),
  };
}
