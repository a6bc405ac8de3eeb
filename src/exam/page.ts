import { topologyOf } from '../cluster/topology.ts';
import type { Context } from '../context.ts';
import type { Bank } from '../lab/bank.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import { clusterAt } from './place.ts';
import type { ExamRecord } from './record.ts';
import { drawnTask, folderOf, instanceFor } from './seeded.ts';
import { valuesBefore } from './texts.ts';

/** A task's lab as far as it is known: what only a cluster tells is in <…> while there is none. */
export async function instanceOf(
  world: Context,
  bank: Bank,
  exam: ExamRecord,
  number: number,
): Promise<LabInstance> {
  const drawn = drawnTask(exam, number);
  const cluster = await clusterAt(world, exam, drawn.cluster);
  if (cluster) return instanceFor(world, bank, exam, drawn, cluster);
  const lab = bank.require(drawn.lab);
  const { upgrade } = await topologyOf(lab.cluster);
  return instantiate(lab, drawn.seed, valuesBefore(upgrade !== undefined, folderOf(exam, number)));
}
