import { topologies } from '../cluster/topology.ts';
import { collect } from '../grading/define.ts';
import { loadGrader } from '../grading/load.ts';
import type { Bank } from '../lab/bank.ts';
import { type LabFinding, lint } from '../lab/lint.ts';

/** All that is wrong with labs, their graders included. */
export async function lintLabs(bank: Bank): Promise<LabFinding[]> {
  return lint(bank, {
    clusters: await topologies(),
    async checksOf(lab, instance) {
      const { checks, parameters, problems } = collect(await loadGrader(lab.graderFile), instance);
      return { checks, parametersUsed: parameters, problems };
    },
  });
}
