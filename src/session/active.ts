import { type ClusterRecord, clusterStore } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import { type LabRecord, labStore } from './record.ts';

/** A lab that is on, and where. */
export interface ActiveLab {
  record: LabRecord;
  cluster: ClusterRecord;
  instance: LabInstance;
}

/** The lab of that id, or the only one that is on. Throws UsageError when there is no such lab. */
export async function activeLab(
  context: Context,
  bank: Bank,
  id: string | undefined,
): Promise<ActiveLab> {
  const record = await activeRecord(context, id);
  const cluster = await clusterStore(context).get(record.cluster);
  if (!cluster) {
    throw new InfrastructureError(`The cluster of ${record.lab} is gone.`, {
      next: `Start the lab again with \`cka-lab start ${record.lab}\`.`,
    });
  }
  return { record, cluster, instance: instantiate(bank.require(record.lab), record.seed) };
}

/** The record of that lab, or of the only one that is on. */
export async function activeRecord(context: Context, id: string | undefined): Promise<LabRecord> {
  const records = await labStore(context).all();
  const record = id === undefined ? records[0] : records.find(({ lab }) => lab === id);
  if (id === undefined && records.length > 1) {
    throw new UsageError(`Several labs are on: ${records.map(({ lab }) => lab).join(', ')}.`, {
      next: 'Name the one that you mean.',
    });
  }
  if (!record) {
    throw new UsageError(id === undefined ? 'No lab is on.' : `The lab ${id} is not on.`, {
      next:
        id === undefined
          ? 'See `cka-lab list`, then `cka-lab start LAB`.'
          : `Start it with \`cka-lab start ${id}\`.`,
    });
  }
  if (record.phase !== 'active') {
    throw new InfrastructureError(
      `The lab ${record.lab} was interrupted while it was set up or removed.`,
      {
        next: `Start it again with \`cka-lab start ${record.lab}\`.`,
      },
    );
  }
  return record;
}
