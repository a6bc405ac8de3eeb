import { expect, test } from 'vitest';
import { collect } from '../../src/grading/define.ts';
import { loadGrader } from '../../src/grading/load.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { SAMPLE_CLUSTER } from '../../src/lab/cluster-values.ts';
import { instantiate } from '../../src/lab/instance.ts';
import { fakeFacts, fakeObjects, nothingRecorded } from './fakes.ts';

const bank = await loadBank([labFolders(packageRoot)]);

const labs = ['kustomize-overlay', 'helm-release', 'csr-user'];
test.each(
  labs.flatMap((lab) => ['1', '2', '3', '4', '5', '6'].map((seed) => [lab, seed] as const)),
)('%s, seed %s: what is asked for stands in the task', async (id, seed) => {
  const lab = bank.require(id);
  const instance = instantiate(lab, seed, SAMPLE_CLUSTER);
  const { checks, parameters } = collect(await loadGrader(lab.graderFile), instance);
  const facts = fakeFacts({
    recorded: { ...nothingRecorded, files: Object.fromEntries(given(instance)) },
    file: async () => undefined,
    ...fakeObjects([]),
  });
  const { task } = instance;
  for (const name of parameters) {
    const value = instance.parameters[name] ?? '';
    expect(task, `${name}: ${value}`).toMatch(new RegExp(`\`[^\`\n]*${value}[^\`\n]*\``));
  }
  for (const { kind, look, id: check } of checks) {
    if (kind === 'gate' || check === 'may' || check === 'nothing-more') continue;
    expect((await look(facts)).verdict, check).toBe('failed');
  }
});

function given({ steps }: ReturnType<typeof instantiate>): [string, string][] {
  return steps.flatMap((step) =>
    'files' in step ? step.entries.map(({ name, text }): [string, string] => [name, text]) : [],
  );
}
