import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { cli, cliJson, launcher } from './cli.ts';

const docker = async (...args: string[]) => (await execa('docker', args)).stdout;
const nodes = async (cluster: string) =>
  (await docker('ps', '-aq', '--filter', `label=io.x-k8s.kind.cluster=${cluster}`))
    .split('\n')
    .filter(Boolean);
const kubectl = async (...args: string[]) => {
  const { code, stdout, stderr } = await cli(['shell', '--', 'kubectl', ...args]);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
};
const clusterNames = async () =>
  (await cliJson(['status'])).clusters.map(({ name }: { name: string }) => name);

/** Starts rbac, and ends it with a signal once its output says that it creates a cluster. */
async function startAndSignal(signal: 'SIGINT' | 'SIGKILL', afterMs: number) {
  const child = execa(launcher, ['start', 'rbac'], { reject: false, stdin: 'ignore' });
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk) => {
      if (String(chunk).includes('Creating cluster')) resolve();
    });
  });
  await sleep(afterMs);
  child.kill(signal);
  return child;
}

afterAll(() => cli(['stop', '--all']));

describe('a start that is interrupted', () => {
  test.each([200, 8000])('%i ms into making the cluster leaves nothing', async (afterMs) => {
    await cli(['stop', '--all']);
    const { exitCode, stderr } = await startAndSignal('SIGINT', afterMs);
    expect(stderr).toContain('Interrupted');
    expect(exitCode).toBe(130);
    expect(await clusterNames()).toEqual([]);
    expect((await cliJson(['status'])).labs).toEqual([]);
  });

  test('by SIGKILL is cleared away by the next command', async () => {
    await cli(['stop', '--all']);
    await startAndSignal('SIGKILL', 6000);
    // What it started may still be at work.
    await sleep(3000);
    const [left] = await clusterNames();
    const before = await nodes(left);
    expect(before.length).toBeGreaterThan(0);
    const start = await cli(['start', 'rbac', '--seed', '1']);
    expect(start.stderr).toContain('left half-made');
    expect(start.code).toBe(0);
    const after = await nodes(left);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
  });
});

describe('a cluster', () => {
  test('that was stopped comes back with its lab', async () => {
    await cli(['start', 'rbac', '--seed', '1']);
    const { clusters } = await cliJson(['status']);
    const ids = await nodes(clusters[0].name);
    await docker('stop', '--time', '5', ...ids);
    expect((await cliJson(['status'])).clusters[0].state).toBe('stopped');
    const again = await cli(['start', 'rbac']);
    expect(again.code).toBe(0);
    expect((await nodes(clusters[0].name)).toSorted()).toEqual(ids.toSorted());
    await docker('pause', ...ids.slice(0, 1));
    expect((await cliJson(['status'])).clusters[0].state).toBe('paused');
    expect((await cliJson(['grade'], 1)).score).toBe(0);
    expect((await cliJson(['status'])).clusters[0].state).toBe('running');
  });
});

describe('a lab', () => {
  test('whose stop was interrupted can be stopped, reset and started; its hints stay noted', async () => {
    await cli(['start', 'rbac', '--seed', '1']);
    await cli(['hint']);
    for (const command of ['reset', 'start']) {
      const child = execa(launcher, ['stop'], { reject: false, stdin: 'ignore' });
      await new Promise<void>((resolve) => {
        child.stderr.on('data', (chunk) => String(chunk).includes('Ending') && resolve());
      });
      child.kill('SIGKILL');
      await child;
      expect((await cli(command === 'start' ? [command, 'rbac'] : [command])).code).toBe(0);
      expect(await cliJson(['grade'], 1)).toMatchObject({ seed: '1', hints: 1, score: 0 });
    }
    expect((await cli(['stop'])).code).toBe(0);
  });

  test('on a cluster whose name went to another one is gone, not failed', async () => {
    expect((await cli(['start', 'rbac', '--seed', '1'])).code).toBe(0);
    const folder = process.env.XDG_STATE_HOME ?? '';
    const file = path.join(folder, 'cka-lab/labs/rbac.json');
    const record = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...record, clusterMark: 'another' }));
    const graded = await cli(['grade']);
    expect(graded.stderr).toContain('is gone');
    expect(graded.code).toBe(3);
    await writeFile(file, JSON.stringify(record));
  });

  test('whose record was cut short does not stop the others', async () => {
    const folder = process.env.XDG_STATE_HOME ?? '';
    await writeFile(path.join(folder, 'cka-lab/labs/rbac.json'), '{"lab": "rb');
    expect((await cli(['list'])).code).toBe(0);
    expect((await cli(['start', 'rbac', '--seed', '1'])).code).toBe(0);
    expect((await cliJson(['grade'], 1)).score).toBe(0);
  });
});

describe('a container with our name prefix and without our mark', () => {
  const foreign = 'cka-lab-foreign-control-plane';
  afterEach(() => docker('rm', '--force', foreign));

  test('is never touched', async () => {
    const image = (await cliJson(['setup'])).image.reference;
    const label = 'io.x-k8s.kind.cluster=cka-lab-foreign';
    await docker(
      'run',
      '--detach',
      '--name',
      foreign,
      '--label',
      label,
      '--entrypoint',
      'sleep',
      image,
      '600',
    );
    expect((await cli(['stop', '--all'])).code).toBe(0);
    expect(await docker('inspect', '--format', '{{.State.Running}}', foreign)).toBe('true');
  });
});

describe('reset', () => {
  test('removes strays, finalizers of the lab and data on nodes, within seconds', async () => {
    await cli(['start', 'rbac', '--seed', '1']);
    const environment = await cli(['shell', '--', 'sh', '-c', 'echo $LAB_NAMESPACE']);
    const namespace = environment.stdout.trim();
    await kubectl('create', 'clusterrole', 'stray', '--verb=get', '--resource=pods');
    await kubectl('create', 'configmap', 'stray');
    await kubectl('-n', 'kube-system', 'create', 'role', 'stray', '--verb=get', '--resource=pods');
    await kubectl('create', 'namespace', 'stray');
    await kubectl('-n', namespace, 'create', 'configmap', 'held');
    await kubectl(
      '-n',
      namespace,
      'patch',
      'configmap',
      'held',
      '--type=merge',
      '-p',
      '{"metadata":{"finalizers":["example.com/held"]}}',
    );
    await execa(launcher, ['shell', '--', 'kubectl', '-n', namespace, 'apply', '-f', '-'], {
      input: claimAndPod,
    });
    await kubectl('-n', namespace, 'wait', '--for=condition=Ready', 'pod/writer', '--timeout=90s');
    const volumes = () => cli(['shell', 'worker', '--', 'ls', '/var/local-path-provisioner']);
    expect((await volumes()).stdout).toContain(namespace);

    const reset = await cli(['reset']);
    expect(reset.stdout).toContain('back at its start');
    expect(reset.code).toBe(0);
    expect(reset.milliseconds).toBeLessThan(30_000);
    expect((await volumes()).stdout).not.toContain(namespace);
    const left = await kubectl(
      'get',
      'clusterroles,namespaces,configmaps',
      '--ignore-not-found',
      'stray',
    );
    expect(left).toBe('');
    expect(await kubectl('-n', 'kube-system', 'get', 'role', 'stray', '--ignore-not-found')).toBe(
      '',
    );
    expect(await kubectl('get', 'persistentvolumes', '-o', 'name')).toBe('');
    expect((await cliJson(['grade'], 1)).score).toBe(0);
  });
});

const claimAndPod = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 8Mi } }
---
apiVersion: v1
kind: Pod
metadata: { name: writer }
spec:
  terminationGracePeriodSeconds: 300
  containers:
    - name: writer
      image: busybox:1.37
      command: [sh, -c, 'date > /data/now; trap : TERM; sleep 3600 & wait; sleep 3600']
      volumeMounts: [{ name: data, mountPath: /data }]
  volumes:
    - name: data
      persistentVolumeClaim: { claimName: data }
`;
