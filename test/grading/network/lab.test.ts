import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { collect } from '../../../src/grading/define.ts';
import { loadGrader } from '../../../src/grading/load.ts';
import type { ContainerPort, PodEnd, Policy } from '../../../src/grading/network/model.ts';
import type { Labels } from '../../../src/grading/sets/selector.ts';
import { packageRoot } from '../../../src/host/paths.ts';
import { labFolders, loadBank } from '../../../src/lab/bank.ts';
import { instantiate, type LabInstance } from '../../../src/lab/instance.ts';
import { renderScript } from '../../../src/lab/script.ts';
import { factsOf } from './network.ts';
import { namespace, pod } from './shop.ts';

const lab = (await loadBank([labFolders(packageRoot)])).require('network-policy');
const grader = await loadGrader(lab.graderFile);

interface Manifest {
  kind: string;
  metadata: { name: string; namespace: string; labels?: Labels };
  spec: { containers: { ports: ContainerPort[] }[] };
}

/** What a script hands to kubectl. */
function policiesOf(instance: LabInstance, script: string): Policy[] {
  const text = renderScript(readFileSync(path.join(lab.dir, script), 'utf8'), instance);
  return [...text.matchAll(/<<YAML\n(.*?)\nYAML$/gms)].flatMap(
    ([, yaml = '']) => loadAll(yaml) as Policy[],
  );
}

function seeded(instance: LabInstance, policies: Policy[]) {
  const objects = instance.steps.flatMap((step) =>
    'apply' in step ? (loadAll(step.text) as Manifest[]) : [],
  );
  const of = (kind: string) => objects.filter((one) => one.kind === kind);
  const namespaces = [
    namespace('kube-system'),
    ...of('Namespace').map(({ metadata }) => namespace(metadata.name, metadata.labels)),
  ];
  const pods: PodEnd[] = [
    pod('coredns', 'kube-system', { 'k8s-app': 'kube-dns' }),
    ...of('Pod').map(({ metadata, spec }) =>
      pod(metadata.name, metadata.namespace, metadata.labels ?? {}, spec.containers[0]?.ports),
    ),
  ];
  const own = of('NetworkPolicy') as unknown as Policy[];
  const all = { policies: [...own, ...policies], namespaces, pods, podRanges: ['10.244.0.0/16'] };
  // Each pod is where the namespace's labels are.
  for (const one of pods) {
    one.namespace = namespaces.find(({ name }) => name === one.namespace.name) ?? one.namespace;
  }
  return all;
}

async function verdicts(instance: LabInstance, policies: Policy[]): Promise<string[]> {
  const facts = factsOf(seeded(instance, policies));
  const checks = collect(grader, instance).checks.filter(({ kind }) => kind === 'check');
  const outcomes = await Promise.all(checks.map(({ look }) => look(facts)));
  return outcomes.map(({ verdict }) => verdict);
}

test.each(['1', '2', '3', '4', '5', '6'])('seed %s: untouched, and right ways', async (seed) => {
  const instance = instantiate(lab, seed);
  expect(new Set(await verdicts(instance, []))).toEqual(new Set(['failed']));
  for (const script of ['solution.sh', 'right/by-zone-and-port-name.sh', 'right/dns-anywhere.sh']) {
    const policies = policiesOf(instance, script);
    expect(policies).toHaveLength(5);
    expect(new Set(await verdicts(instance, policies))).toEqual(new Set(['passed']));
  }
});

test('the tasks differ in what would pass', () => {
  const tasks = ['1', '2', '3', '4'].map((seed) => instantiate(lab, seed).task);
  expect(new Set(tasks).size).toBe(4);
});
