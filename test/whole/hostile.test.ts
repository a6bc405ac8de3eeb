import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/host/paths.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import { cli, cliJson } from '../cluster/cli.ts';

const SEED = '3';
const EXAM = ['exam', 'run', '--blueprint', 'short', '--seed', SEED];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-hostile-'));
});
afterAll(async () => {
  await cli(['stop', '--all']);
  await rm(folder, { recursive: true });
});

/** Programs of a node that every look runs, replaced by one that neither ends nor minds a signal. */
const HANGING = `
for node in $(kubectl get nodes --output name | cut -d/ -f2); do
  ssh -n "$node" 'printf "#!/bin/sh\\ntrap \\"\\" TERM INT HUP\\nwhile :; do sleep 100; done\\n" >/usr/bin/sha256sum'
done
`;

test('an answer that makes a node’s programs hang costs its own task alone', async () => {
  const { tasks } = await cliJson(['exam', 'draw', '--blueprint', 'short', '--seed', SEED]);
  const [bad, good] = tasks as { lab: string }[];
  const solution = path.join(packageRoot, 'labs', good?.lab ?? '', 'solution.sh');
  for (const [lab, text] of [
    [bad?.lab ?? '', HANGING],
    [good?.lab ?? '', await readFile(solution, 'utf8')],
  ] as const) {
    await mkdir(path.join(folder, lab));
    await writeFile(path.join(folder, lab, 'answer.sh'), text);
  }
  const run = await cli([...EXAM, '--answers', folder, '--output', 'json']);
  expect(run.code, run.stderr).toBe(1);
  const report: ExamReport = JSON.parse(run.stdout);
  const [first, second] = report.tasks;
  expect(report.tasks.map(({ error }) => error)).toEqual(tasks.map(() => null));
  expect(first?.report?.score).toBe(0);
  expect(second?.report?.score).toBe(second?.max);
  expect(report.remarks.join('\n')).toContain(`the answer to task 1 (${bad?.lab})`);
});

/** Led to whatever listens there, and to nobody at all. */
const LED_ELSEWHERE = `
kubectl patch apiservice v1.authorization.k8s.io --type=merge -p '{"spec": {
  "insecureSkipTLSVerify": true, "service": {"name": "mine", "namespace": "default", "port": 443}}}'
kubectl apply -f - <<YAML
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1.nobody.example.com }
spec:
  group: nobody.example.com
  version: v1
  groupPriorityMinimum: 100
  versionPriority: 100
  insecureSkipTLSVerify: true
  service: { name: nobody, namespace: default }
YAML
`;

test('an API group that is led elsewhere gives no points, and is put back', async () => {
  expect((await cli(['start', 'rbac', '--seed', '1'])).code).toBe(0);
  expect((await cli(['shell', '--', 'bash', '-c', LED_ELSEWHERE])).code).toBe(0);
  const graded = await cliJson(['grade'], 1);
  expect(graded.score).toBe(0);
  const { checks } = graded as { checks: { verdict: string; actual: string | null }[] };
  expect(checks.map(({ verdict }) => verdict)).not.toContain('error');
  expect(checks[0]?.actual).toBe(
    'APIService/v1.authorization.k8s.io leads to Service/mine in default',
  );
  const reset = await cli(['reset']);
  expect(reset.code, reset.stderr).toBe(0);
  expect(reset.milliseconds).toBeLessThan(60_000);
  const left = ['shell', '--', 'kubectl', 'get', 'apiservices', '-o'];
  const services = await cli([...left, 'jsonpath={.items[*].spec.service.name}']);
  expect(services.stdout).toBe('');
  const checksAfter = (await cliJson(['grade'], 1)).checks as { actual: string | null }[];
  expect(checksAfter[0]?.actual).not.toContain('APIService');
});
