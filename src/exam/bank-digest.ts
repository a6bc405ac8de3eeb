import { createHash } from 'node:crypto';
import { MIB, memoryOf } from '../cluster/memory.ts';
import { topologies } from '../cluster/topology.ts';
import type { Bank } from '../lab/bank.ts';
import { labDigest } from '../lab/digest.ts';
import type { Lab } from '../lab/lab.ts';

/** A lab as a draw sees it. */
export interface ExamLab {
  lab: Lab;
  /** SHA-256 over all its files. */
  digest: string;
  /** MiB that a cluster of its topology takes; null when there is no such topology. */
  memory: number | null;
}

/** The labs that exams are drawn from, by id. */
export async function examLabs({ labs }: Pick<Bank, 'labs'>): Promise<ExamLab[]> {
  const known = await topologies();
  const all = await Promise.all(
    [...labs.values()].map(async (lab): Promise<ExamLab> => {
      const topology = known.get(lab.cluster);
      const memory = topology ? Math.ceil(memoryOf(topology) / MIB) : null;
      return { lab, digest: await labDigest(lab), memory };
    }),
  );
  return all.sort((a, b) => (a.lab.id < b.lab.id ? -1 : 1));
}

/** SHA-256, in hexadecimal, over the ids and digests of some labs, in whatever order they come. */
export function bankDigest(labs: readonly { lab: Pick<Lab, 'id'>; digest: string }[]): string {
  const lines = labs.map(({ lab, digest }) => `${lab.id} ${digest}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
