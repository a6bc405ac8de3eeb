import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addContext, kubeconfigFile, removeContexts } from '../../src/exam/contexts.ts';
import { type Kubeconfig, writeKubeconfig } from '../../src/kube/kubeconfig.ts';

let world: { paths: { state: string; cache: string } };

beforeEach(async () => {
  const state = await mkdtemp(path.join(tmpdir(), 'cka-lab-contexts-'));
  world = { paths: { state, cache: state } };
});
afterEach(() => rm(world.paths.state, { recursive: true }));

/** As kind writes it for a cluster. */
function kindConfig(name: string, server: string): string {
  return writeKubeconfig({
    clusters: [{ name: `kind-${name}`, cluster: { server } }],
    users: [{ name: `kind-${name}`, user: { 'client-certificate': 'x' } }],
    contexts: [
      { name: `kind-${name}`, context: { cluster: `kind-${name}`, user: `kind-${name}` } },
    ],
    'current-context': `kind-${name}`,
  });
}

async function contexts(): Promise<Record<string, string | undefined>> {
  const config = load(await readFile(kubeconfigFile(world), 'utf8')) as Kubeconfig;
  const serverOf = (name: string | undefined) =>
    config.clusters?.find((cluster) => cluster.name === name)?.cluster?.server;
  const list = config.contexts?.map(({ name, context }) => [name, serverOf(context?.cluster)]);
  return { ...Object.fromEntries(list ?? []), current: config['current-context'] };
}

test('each cluster has a context by the name that its tasks say', async () => {
  await addContext(world, 'cka1', kindConfig('one', 'https://127.0.0.1:1'));
  await addContext(world, 'cka2', kindConfig('two', 'https://127.0.0.1:2'));
  expect(await contexts()).toEqual({
    cka1: 'https://127.0.0.1:1',
    cka2: 'https://127.0.0.1:2',
    current: 'cka1',
  });
  expect((await stat(kubeconfigFile(world))).mode & 0o777).toBe(0o600);
});

test('the context that the learner chose stays, and a rebuilt cluster is found where it is now', async () => {
  await addContext(world, 'cka1', kindConfig('one', 'https://127.0.0.1:1'));
  await addContext(world, 'cka2', kindConfig('two', 'https://127.0.0.1:2'));
  await addContext(world, 'cka2', kindConfig('two', 'https://127.0.0.1:3'));
  expect(await contexts()).toMatchObject({ cka2: 'https://127.0.0.1:3', current: 'cka1' });
});

test('what is taken away is gone', async () => {
  await addContext(world, 'cka1', kindConfig('one', 'https://127.0.0.1:1'));
  await removeContexts(world);
  await expect(stat(kubeconfigFile(world))).rejects.toThrow('ENOENT');
  await removeContexts(world);
});
