import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, cliJson } from './cli.ts';

// A cluster that is not ours in the eyes of this second user: they know its kubeconfig alone.
let folder: string;
let user: { env: Record<string, string> };
let context: string;

beforeAll(async () => {
  expect((await cli(['start', 'rbac', '--seed', '1'])).code).toBe(0);
  const kubeconfig = await readFile((await cli(['kubeconfig'])).stdout, 'utf8');
  expect((await cli(['stop'])).code).toBe(0);
  context = /current-context: (.*)/.exec(kubeconfig)?.[1] ?? '';
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-external-'));
  await writeFile(path.join(folder, 'config'), kubeconfig, { mode: 0o600 });
  user = {
    env: { XDG_STATE_HOME: path.join(folder, 'state'), KUBECONFIG: path.join(folder, 'config') },
  };
});
afterAll(() => rm(folder, { recursive: true }));

const kubectl = (...args: string[]) => cli(['shell', '--', 'kubectl', ...args], user);

test("a lab runs on a cluster of the user's, and takes away only what it made", async () => {
  const start = await cli(['start', 'rbac', '--seed', '1', '--context', context], user);
  expect(start.stderr).toContain('external-');
  expect(start.code).toBe(0);
  expect((await cliJson(['grade'], 1, user)).score).toBe(0);
  expect((await cli(['shell', '--', 'bash', 'labs/rbac/solution.sh'], user)).code).toBe(0);
  expect((await cliJson(['grade'], 0, user)).score).toBe(8);
  expect((await cli(['shell', 'worker', '--', 'true'], user)).code).toBe(2);

  const marks = (await kubectl('get', 'namespaces', '-L', 'cka-lab/lab', '-l', 'cka-lab/lab'))
    .stdout;
  expect(marks.trim().split('\n').length).toBe(3);
  // What marks them doesn't tell which lab it is.
  expect(marks).not.toMatch(/rbac/);
  await kubectl('create', 'namespace', 'the-users');
  const role = `release-${(await cli(['shell', '--', 'sh', '-c', 'echo $LAB_ACCOUNT'], user)).stdout.trim()}`;
  await kubectl('create', 'clusterrole', role, '--verb=get', '--resource=pods');
  const reset = await cli(['reset'], user);
  expect(reset.stderr).toContain(`ClusterRole/${role} was not made by cka-lab`);
  expect(reset.code).toBe(0);
  expect((await kubectl('get', 'namespace', 'the-users', '-o', 'name')).stdout).toBe(
    'namespace/the-users',
  );

  const stop = await cli(['stop'], user);
  expect(stop).toMatchObject({
    code: 0,
    stdout: `The lab rbac has ended. Your cluster behind the context '${context}' is otherwise as it was.`,
  });
  expect(await readdir(path.join(folder, 'state/cka-lab/clusters'))).toEqual([]);
  const admin = { env: { KUBECONFIG: path.join(folder, 'config') } };
  expect((await cliJson(['status'], 0, user)).clusters).toEqual([]);
  // Seeds are equal: on our own cluster the lab would own what the user made.
  const again = await cli(['start', 'rbac', '--seed', '1', '--context', context], user);
  expect(again.stderr).toContain(`ClusterRole/${role} exists`);
  expect(again.code).toBe(3);
  expect(
    (await cli(['start', 'rbac', '--context', 'no-such'], { env: { ...user.env, ...admin.env } }))
      .code,
  ).toBe(2);
});

test('a namespace that was there is neither taken nor deleted', async () => {
  const seed = '7';
  const probe = await cliJson(['start', 'rbac', '--seed', seed]);
  const namespace = (await cli(['shell', '--', 'sh', '-c', 'echo $LAB_NAMESPACE'])).stdout.trim();
  expect(probe.seed).toBe(seed);
  const refused = await cli(['start', 'rbac', '--seed', seed, '--context', context], user);
  expect(refused.stderr).toContain(`Namespace/${namespace} exists`);
  expect(refused.code).toBe(3);
  expect((await cliJson(['grade'], 1)).score).toBe(0);
  expect((await cli(['stop'])).code).toBe(0);
});
