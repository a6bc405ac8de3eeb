import { type ClusterRecord, clusterStore } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import type { LabInstance } from '../lab/instance.ts';
import { instanceOn } from './files.ts';
import { isOn, type LabRecord, labStore } from './record.ts';

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
  const active = await lookUp(context, bank, id);
  const { lab, phase } = active.record;
  if (phase === 'active') return active;
  throw new InfrastructureError(`The lab ${lab} was interrupted while it was set up or removed.`, {
    next: `Start it again with \`cka-lab start ${lab}\`, or end it with \`cka-lab stop ${lab}\`.`,
  });
}

/** The same for a lab in any phase. */
export async function lookUp(
  context: Context,
  bank: Bank,
  id: string | undefined,
): Promise<ActiveLab> {
  // Not every lab may have been read.
  if (id !== undefined) (await bank.including([id])).require(id);
  const record = await labRecord(context, id);
  const cluster = await clusterStore(context).get(record.cluster);
  if (!cluster || !isOn(record, cluster)) {
    throw new InfrastructureError(`The cluster of ${record.lab} is gone.`, {
      next: `Start the lab again with \`cka-lab start ${record.lab}\`.`,
    });
  }
  // Which lab is on may be known only now.
  const lab = (await bank.including([record.lab])).require(record.lab);
  const instance = instanceOn(context, lab, record.seed, cluster);
  return { record, cluster, instance };
}

/** The record of that lab, or of the only one there is, in any phase. */
export async function labRecord(context: Context, id: string | undefined): Promise<LabRecord> {
  const records = await labStore(context).all();
  const record = id === undefined ? records[0] : records.find(({ lab }) => lab === id);
  if (id === undefined && records.length > 1) {
    throw new UsageError(`Several labs are on: ${records.map(({ lab }) => lab).join(', ')}.`, {
      next: 'Name the one that you mean.',
    });
  }
  if (record) return record;
  throw new UsageError(id === undefined ? 'No lab is on.' : `The lab ${id} is not on.`, {
    next:
      id === undefined
        ? 'See `cka-lab list`, then `cka-lab start LAB`.'
        : `Start it with \`cka-lab start ${id}\`.`,
  });
}
