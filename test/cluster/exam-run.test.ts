import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot, userPaths } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { instantiate } from '../../src/lab/instance.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import { cli, cliJson, launcher } from './cli.ts';

const SEED = '3';
const EXAM = ['exam', 'run', '--blueprint', 'short', '--seed', SEED];

const docker = async (...args: string[]) =>
  (await execa('docker', args)).stdout.split('\n').filter(Boolean);
/** Containers of these exams: nodes, exam hosts and what lets ssh in. */
const PREFIX = 'cka-lab-answers-';
const containers = async () => {
  const world = path.join(userPaths().state, 'exam-run');
  const all = ['ps', '--all', '--format', '{{.Names}}'];
  const hosts = await docker(...all, '--filter', `label=cka-lab.world=${world}`);
  const nodes = (await docker(...all)).filter((name) => name.startsWith(PREFIX));
  return [...hosts, ...nodes];
};
/** Clusters of other test files may be there, too. */
const clusters = async () =>
  (await cliJson(['status'])).clusters
    .map(({ name }: { name: string }) => name)
    .filter((name: string) => name.startsWith(PREFIX));

let folder: string;
const answers = () => path.join(folder, 'answers');
const write = async (name: string, text: string) => {
  const file = path.join(answers(), name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
};

interface Drawn {
  number: number;
  lab: string;
  seed: string;
}
let drawn: Drawn[];

/** What looks for a way out of its host, and disturbs whatever it can reach of the others. */
async function hostile(victim: Drawn): Promise<string> {
  const bank = await loadBank([labFolders(packageRoot)]);
  const { owns } = instantiate(bank.require(victim.lab), victim.seed);
  const [namespace = ''] = owns.namespaces;
  const names = ['grader.kubeconfig', 'exam.json', 'results.jsonl', 'start.json', 'keys.json'];
  return `
kubectl delete namespace ${namespace} --wait=false
kubectl create namespace left-behind
kubectl taint nodes --all spoilt=yes:NoSchedule
kubectl --namespace kube-system scale deployment coredns --replicas=0
(while :; do kubectl delete namespace ${namespace}; sleep 1; done) >/dev/null 2>&1 &
sudo sh -c 'while :; do sleep 1; done' &
head -c 50000000 /dev/zero | tr '\\0' x
echo
for socket in /var/run/docker.sock /run/containerd/containerd.sock /run/podman/podman.sock; do
  if sudo test -e "$socket"; then echo "found $socket"; fi
done
sudo find / -xdev ${names.map((name) => `-name ${name}`).join(' -o ')} | sed 's/^/found /'
if sudo test -e ${path.join(process.env.XDG_STATE_HOME ?? '', 'cka-lab')}; then echo 'found state'; fi
if sudo test -e ${answers()}; then echo 'found answers'; fi
kubectl get secrets,configmaps --all-namespaces --output yaml | grep super-admin | sed 's/^/found /'
echo looked around
exit 4
`;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'exam-run-'));
  drawn = (await cliJson(['exam', 'draw', '--blueprint', 'short', '--seed', SEED])).tasks;
  const [bad, good, hanging, wrong] = drawn as [Drawn, Drawn, Drawn, Drawn];
  await write(`${bad.lab}/answer.sh`, await hostile(good));
  const solution = path.join(packageRoot, 'labs', good.lab, 'solution.sh');
  await write(`${good.lab}/answer.sh`, await readFile(solution, 'utf8'));
  await write(`${hanging.lab}/answer.sh`, 'echo waiting; sleep 1000\n');
  await write(
    `${wrong.lab}/map.yaml`,
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: lost, namespace: nowhere }\n',
  );
});
afterAll(async () => {
  await cli(['stop', '--all']);
  await rm(folder, { recursive: true });
});

/** Begins an exam, and ends it with a signal once it says that it is so far. */
async function runAndSignal(signal: 'SIGINT' | 'SIGKILL', when: string, afterMs: number) {
  const child = execa(launcher, [...EXAM, '--answers', answers()], {
    reject: false,
    stdin: 'ignore',
  });
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk) => {
      if (String(chunk).includes(when)) resolve();
    });
    void child.finally(() => resolve());
  });
  await sleep(afterMs);
  child.kill(signal);
  return child;
}

describe('an exam with a hostile, a good, a hanging and a wrong answer', () => {
  let report: ExamReport;
  let ran: Awaited<ReturnType<typeof cli>>;
  const taskAt = (index: number) => report.tasks[index] as ExamReport['tasks'][number];

  beforeAll(async () => {
    // What a run that was killed left is removed by the next one.
    await runAndSignal('SIGKILL', 'Creating cluster', 6000);
    await sleep(3000);
    expect(await containers()).not.toEqual([]);
    ran = await cli([
      ...[...EXAM, '--answers', answers(), '--answer-minutes', '1', '--output', 'json'],
      ...['--report', `junit=${path.join(folder, 'r.xml')},html=${path.join(folder, 'r.html')}`],
    ]);
    report = JSON.parse(ran.stdout);
  });

  test('is below the pass mark, by the worth of the good one', () => {
    expect(ran.stderr).toContain('Deleting cluster');
    expect(ran.code).toBe(1);
    expect(report.percent).toBeCloseTo(taskAt(1).weight, 0);
    expect(report.tasks.map(({ error }) => error)).toEqual([null, null, null, null]);
    expect(report).toMatchObject({ form: 'answers', endedBy: 'answers', passed: false });
  });

  test('each answer loses its own points and nothing else', () => {
    expect(report.tasks.map((task) => task.report?.score)).toEqual([0, taskAt(1).max, 0, 0]);
    expect(taskAt(1).answer).toBeNull();
    expect(taskAt(2).answer).toBe('it was ended after 1 min: waiting');
    expect(taskAt(3).answer).toMatch(/^it ended with exit code 1: .*nowhere/);
  });

  test('nothing of the grader, the runtime or this machine can be reached from the exam host', () => {
    expect(taskAt(0).answer).toMatch(/^it ended with exit code 4: /);
    expect(taskAt(0).answer).toContain('looked around');
    expect(taskAt(0).answer).not.toContain('found');
    expect(taskAt(0).answer?.length).toBeLessThan(3000);
  });

  test('what the hostile one damaged was made anew, and is told with its name', () => {
    const culprit = `the answer to task 1 (${drawn[0]?.lab})`;
    expect(report.remarks).toContainEqual(expect.stringMatching(/^What .* was put back: /));
    expect(report.remarks).toContainEqual(
      expect.stringMatching(new RegExp(`^Task 2 \\(${drawn[1]?.lab}\\) was seeded anew`)),
    );
    expect(report.remarks.every((remark) => remark.includes(culprit))).toBe(true);
  });

  test('has its reports, and leaves nothing', async () => {
    expect(await readFile(path.join(folder, 'r.xml'), 'utf8')).toContain('<testsuites');
    expect(await readFile(path.join(folder, 'r.html'), 'utf8')).toContain('</html>');
    expect(await containers()).toEqual([]);
    expect(await clusters()).toEqual([]);
    const { stdout } = await cli(['stats', '--output', 'json']);
    expect(stdout).toContain(report.exam);
  });
});

test('an exam that is interrupted while answers are applied leaves nothing', async () => {
  const { exitCode, stderr } = await runAndSignal('SIGINT', 'Applying answer', 2000);
  expect(stderr).toContain('Interrupted');
  expect(exitCode).toBe(130);
  expect(await containers()).toEqual([]);
  expect(await clusters()).toEqual([]);
});
