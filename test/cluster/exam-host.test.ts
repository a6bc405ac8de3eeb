import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clusterStore } from '../../src/cluster/record.ts';
import type { Making } from '../../src/exam/host/container.ts';
import { fetchFiles } from '../../src/exam/host/fetch.ts';
import {
  containersOf,
  type ExamHost,
  filesOnHost,
  hostRun,
  removeHosts,
  restartHost,
} from '../../src/exam/host/host.ts';
import { makeKeys } from '../../src/exam/host/keys.ts';
import { startNodeSsh } from '../../src/exam/host/node-ssh.ts';
import { startBase, startHost } from '../../src/exam/host/start.ts';
import { ensureHostImage } from '../../src/image/exam-host.ts';
import { learnerFolder } from '../../src/session/files.ts';
import { providerOf } from '../../src/session/world.ts';
import { ensureRuntime } from '../../src/setup/runtime.ts';
import { cli, cliJson } from './cli.ts';
import { testContext } from './context.ts';

const LAB = 'app-logs';
const SEED = '1';
const context = testContext();
let cluster = '';
let here = '';

/** A script on the lab's exam host, as the learner. */
async function onHost(script: string, input?: string) {
  const options = input === undefined ? {} : { input, stdin: 'pipe' as const };
  const args = ['shell', '--exam-host', '--lab', LAB, '--', 'bash', '-c', script];
  return cli(args, options);
}

beforeAll(async () => {
  const started = await cli(['start', LAB, '--seed', SEED]);
  expect(started.code, started.stderr).toBe(0);
  const { labs } = await cliJson(['status']);
  cluster = labs[0].cluster;
  here = learnerFolder(context, { lab: LAB, seed: SEED });
  await writeFile(path.join(here, 'given.txt'), 'given\n');
});

afterAll(() => cli(['stop', LAB]));

describe('the exam host of a lab', () => {
  test('has what an exam host has, and the rights of nobody else', async () => {
    const runtime = await ensureRuntime(context);
    const { code, stdout, stderr } = await onHost(`set -eu
id -un
hostname
for program in helm kustomize jq vim nano tmux curl openssl ssh less sudo man; do
  command -v "$program" >/dev/null || echo "$program is missing"
done
yq --version
kubectl version --output=json | jq -r '.clientVersion.gitVersion, .serverVersion.gitVersion'
man -P cat bash | head -n 1
stat -c %a ~/.kube/config ~/.ssh/id_ed25519
sudo id -un
ls /var/run/docker.sock /run/docker.sock 2>/dev/null || echo no socket
cat ${filesOnHost(LAB)}/given.txt
echo "$LAB_FILES"
exit 7`);
    expect(code, stderr).toBe(7);
    const lines = stdout.split('\n');
    const { kubernetes } = (await clusterStore(context).get(cluster)) ?? {};
    expect(lines).toEqual([
      'candidate',
      'exam-host',
      expect.stringMatching(/mikefarah\/yq.* version v4\./),
      kubernetes,
      kubernetes,
      expect.stringContaining('BASH(1)'),
      '600',
      '600',
      'root',
      'no socket',
      'given',
      filesOnHost(LAB),
    ]);
    const [container] = await containersBy(runtime.name, `label=cka-lab.lab=${LAB}`);
    expect(container.Mounts).toEqual([]);
    expect(container.HostConfig.Privileged).toBe(false);
    expect(container.HostConfig.Memory).toBeGreaterThan(0);
  });

  test('has kubectl with completion, for its alias k too', async () => {
    // On a terminal, as the learner's shell is.
    const { stdout } = await onHost(
      `script -qec 'bash -lic "k get nodes --no-headers; complete -p k kubectl; type __start_kubectl"' /dev/null`,
    );
    expect(stdout).toContain(`${cluster}-worker`);
    expect(stdout).toMatch(/complete .*__start_kubectl k\r?\n/);
    expect(stdout).toMatch(/complete .*__start_kubectl kubectl\r?\n/);
    expect(stdout).toContain('__start_kubectl is a function');
  });

  test('takes a terminal that it does not know for the common one, and so on nodes', async () => {
    // Into a file: tmux throws away what was printed before it and not read yet.
    const { stdout } = await onHost(`
for TERM in xterm-ghostty xterm-kitty alacritty foot '' screen-256color dumb; do
  export TERM
  script -qec 'bash -lc "echo \\"<\\$TERM>\\" >>terms; tmux -L trial new-session true || echo \\"<no tmux>\\" >>terms"' /dev/null >/dev/null
done
cat terms
TERM=xterm-ghostty ssh -tt ${cluster}-worker 'echo "<$TERM>"'`);
    const common = 'xterm-256color';
    expect([...stdout.matchAll(/<([\w -]+)>/g)].map(([, said]) => said)).toEqual([
      ...Array(5).fill(common),
      'screen-256color',
      ...['dumb', 'no tmux'],
      common,
    ]);
  });

  test('has a vim that leaves the mouse to the terminal, and two blanks for a tab', async () => {
    const { stdout } = await onHost(`
script -qec "vim -c 'redir! > settings' -c 'set mouse? expandtab? tabstop? shiftwidth?' -c 'redir END' -c q" /dev/null >seen
cat settings`);
    expect(stdout.split(/\s+/).filter(Boolean)).toEqual([
      'mouse=',
      'expandtab',
      'tabstop=2',
      'shiftwidth=2',
    ]);
  });

  test('leads to each node as root, with exit codes, and bytes as they are', async () => {
    const nodes = [`${cluster}-control-plane`, `${cluster}-worker`];
    const { stdout, stderr } = await onHost(
      `for node in ${nodes.join(' ')}; do
  ssh -n $node 'hostname; id -un; pwd; exit 5'; echo $?
  head -c 300000 /dev/urandom >bytes
  ssh $node 'cat >/tmp/bytes' <bytes
  ssh -n $node cat /tmp/bytes | cmp - bytes && echo same
  rm -f back; scp -q $node:/tmp/bytes back; cmp back bytes && echo same
  scp -q bytes $node:copy; ssh -n $node cmp /root/copy /tmp/bytes && echo same
  ssh -n $node rm /root/copy /tmp/bytes
done`,
    );
    expect(stderr.replace(/^.*exam host.*\n?/gm, '')).toBe('');
    const same = ['same', 'same', 'same'];
    expect(stdout.split('\n')).toEqual(
      nodes.flatMap((node) => [node, 'root', '/root', '5', ...same]),
    );
  });

  test('leads to nodes while the kubelet and the API server are down', async () => {
    const { stdout } = await onHost(`
worker=${cluster}-worker control=${cluster}-control-plane
down() { for _ in $(seq 60); do kubectl get --raw /readyz >/dev/null 2>&1 || return 0; sleep 1; done; return 1; }
up() { for _ in $(seq 120); do kubectl get --raw /readyz >/dev/null 2>&1 && return 0; sleep 1; done; return 1; }
ssh -n $worker 'systemctl stop kubelet; systemctl is-active kubelet; hostname'
ssh -n $control mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/
down && echo down
ssh -n $control hostname
scp -q $control:kube-apiserver.yaml . && grep -c 'kind: Pod' kube-apiserver.yaml
ssh -n $control mv /root/kube-apiserver.yaml /etc/kubernetes/manifests/
ssh -n $worker systemctl start kubelet
up && echo up`);
    expect(stdout.split('\n')).toEqual([
      ...['inactive', `${cluster}-worker`, 'down', `${cluster}-control-plane`, '1', 'up'],
    ]);
  });

  test('what is written there is graded, from a terminal and while a shell is open', async () => {
    await onHost(
      'cd "$LAB_FILES" && echo one >errors.txt && rm given.txt && mkdir sub && echo >sub/a',
    );
    expect((await readdir(here)).sort()).toEqual(['errors.txt', 'sub']);
    // New here meanwhile: it is neither lost nor does it replace what is there.
    await writeFile(path.join(here, 'new.txt'), 'new\n');
    const shell = cli([
      ...['shell', '--exam-host', '--lab', LAB, '--'],
      ...['sh', '-c', 'echo two >"$LAB_FILES/errors.txt"; sleep 600'],
    ]);
    await expect
      .poll(async () => (await cliJson(['grade', LAB], 1)).checks[0].actual, { timeout: 60_000 })
      .toContain('two');
    expect(await readFile(path.join(here, 'new.txt'), 'utf8')).toBe('new\n');
    await restartHost(context, await labsHost());
    expect((await shell).code).not.toBe(0);
    expect((await readdir(here)).sort()).toEqual(['errors.txt', 'new.txt', 'sub']);
  });

  test('links that the learner makes lead nowhere here, and what is too much is cut', async () => {
    const hostile = await onHost(`cd "$LAB_FILES"
rm errors.txt; ln -s /etc/shadow errors.txt; ln -s / root; ln -s ../../../../../etc/passwd up
sudo ln /etc/shadow hard; mkfifo pipe; echo plain >container.txt; chmod 0 container.txt
echo odd >"$(printf 'a\\nb')"; sudo truncate --size 100G zero`);
    expect(hostile.code).toBe(0);
    expect(hostile.stderr).toContain('holds too much');
    const report = await cliJson(['grade', LAB], 1);
    expect(report.checks.map(({ verdict }: { verdict: string }) => verdict)).not.toContain('error');
    for (const name of await readdir(here)) {
      const found = await lstat(path.join(here, name));
      expect(found.isFile() || found.isDirectory(), name).toBe(true);
    }
    const own = await readFile('/etc/shadow', 'utf8').catch(() => 'cannot be read');
    for (const name of ['errors.txt', 'up', 'hard']) {
      const text = await readFile(path.join(here, name), 'utf8').catch(() => '');
      expect(text).not.toContain(own);
    }
    expect(await readFile(path.join(here, 'container.txt'), 'utf8')).toBe('plain\n');
  });

  test('is there again after its nodes were started again, and ends with the lab', async () => {
    const { name } = await ensureRuntime(context);
    await execa(name, ['restart', '--time', '1', `${cluster}-worker`]);
    const back = await onHost(`ssh -n ${cluster}-worker hostname`);
    expect(back.stdout).toBe(`${cluster}-worker`);
    expect((await cli(['reset', LAB])).code).toBe(0);
    expect(await containersBy(name, `label=cka-lab.lab=${LAB}`)).toEqual([]);
    expect(await readdir(here)).toEqual([]);
  });
});

describe('the hosts of an exam', () => {
  const exam = 'e0417';
  let making: Making;
  let folder = '';
  let base: ExamHost;

  beforeAll(async () => {
    const runtime = await ensureRuntime(context);
    folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-test-'));
    const image = await ensureHostImage(context, runtime);
    making = { runtime, image, keys: await makeKeys(folder) };
    base = await startBase(context, making, { exam });
  });

  afterAll(async () => {
    await removeHosts(context, { exam });
    await rm(folder, { recursive: true });
  });

  test('are reached from the base, which has no way to the cluster itself', async () => {
    const record = await clusterStore(context).get(cluster);
    if (!record) throw new Error('the cluster is gone');
    const provider = providerOf(context, record);
    await startNodeSsh(context, making, provider, record, exam);
    const host = await startHost(context, making, {
      belongsTo: { exam },
      name: 'cka0001',
      cluster: record,
      kubeconfig: (await provider.kubeconfigs(record)).learner,
      labs: [{ id: LAB, files: [{ name: 'given.txt', text: 'given' }] }],
    });
    const script = `hostname; ssh cka0001 'hostname; kubectl get nodes -o name; ssh ${cluster}-worker hostname'
command -v kubectl; ls ~/.kube /etc/kubernetes; ssh -o BatchMode=yes ${cluster}-worker true && echo reached; true`;
    const { stdout } = await hostRun(context, base, ['bash', '-c', script]);
    expect(stdout.trim().split('\n')).toEqual([
      ...['base', 'cka0001', `node/${cluster}-control-plane`, `node/${cluster}-worker`],
      `${cluster}-worker`,
    ]);
    const names = (await containersOf(context, exam)).map(({ name }) => name);
    expect(names).toEqual(
      [
        ...[base.container, host.container].sort(),
        ...[`${cluster}-control-plane-ssh`, `${cluster}-worker-ssh`],
      ].sort(),
    );

    const hanging = await hostRun(context, host, ['bash', '-c', 'setsid sleep 600 & sleep 600'], {
      timeout: 2000,
    });
    expect(hanging.timedOut).toBe(true);
    const { stdout: left } = await hostRun(context, host, ['pgrep', '-c', 'sleep']);
    expect(left.trim()).toBe('0');

    const target = path.join(folder, 'files');
    await mkdir(target);
    // As at the deadline: nothing can be changed any more, and yet be read.
    await execa(making.runtime.name, ['pause', host.container]);
    expect((await fetchFiles(context, host, filesOnHost(LAB), target)).files).toEqual([
      'given.txt',
    ]);
    await removeHosts(context, { cluster, exam });
    expect((await containersOf(context, exam)).map(({ name }) => name)).toEqual([base.container]);
  });
});

async function labsHost(): Promise<ExamHost> {
  return { runtime: await ensureRuntime(context), container: `${cluster}-host-${LAB}` };
}

async function containersBy(runtime: string, filter: string) {
  const { stdout } = await execa(runtime, ['ps', '-aq', '--filter', filter]);
  if (stdout === '') return [];
  return JSON.parse((await execa(runtime, ['inspect', ...stdout.split('\n')])).stdout);
}
