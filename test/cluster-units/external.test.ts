import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { externalName, externalProvider, externalRecord } from '../../src/cluster/external.ts';
import { type ClusterRecord, clusterFiles, clusterStore } from '../../src/cluster/record.ts';
import type { Context } from '../../src/context.ts';
import { writePrivate } from '../../src/host/store.ts';

let folder: string;
let context: Context;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-external-'));
  context = {
    paths: { state: path.join(folder, 'state'), cache: folder },
    env: { KUBECONFIG: path.join(folder, 'config') },
    progress: { step: (_text, work) => work(() => {}), note: () => {} },
  } as Partial<Context> as Context;
});
afterEach(() => rm(folder, { recursive: true }));

const found = { kubernetes: 'v1.37.2', cni: 'kindnet', server: 'https://one:6443' };

test.each([
  [['team/dev', 'team:dev', 'team-dev', 'Team/dev', 'team dev']],
  [['.', '..', '', '/', '-', 'ü', 'é']],
  [[`${'a'.repeat(300)}1`, `${'a'.repeat(300)}2`]],
])('contexts %j have a record each', (contexts) => {
  const names = contexts.map(externalName);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(contexts.length);
  for (const name of names) expect(name).toMatch(/^external-[a-z0-9-]{10,41}$/);
});

test('a record that a former version named goes on', async () => {
  const store = clusterStore(context);
  const old: ClusterRecord = {
    ...(await externalRecord(store, 'team/dev', found)),
    name: 'external-team-dev',
  };
  await store.put(old.name, old);
  expect((await externalRecord(store, 'team/dev', found)).name).toBe('external-team-dev');
  expect((await externalRecord(store, 'team:dev', found)).name).toBe(externalName('team:dev'));
});

const kubeconfig = (server: string) => `
apiVersion: v1
kind: Config
current-context: elsewhere
contexts: [{ name: team/dev, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: '${server}' } }]
users: [{ name: u, user: { token: secret } }]
`;

test('a context that leads to another cluster than before is not followed', async () => {
  const record = await externalRecord(clusterStore(context), 'team/dev', found);
  const provider = externalProvider(context);
  await writeFile(path.join(folder, 'config'), kubeconfig('https://one:6443'));
  expect((await provider.kubeconfigs(record)).learner).toContain('https://one:6443');
  await writeFile(path.join(folder, 'config'), kubeconfig('https://two:6443'));
  await expect(provider.kubeconfigs(record)).rejects.toThrow(
    "The context 'team/dev' leads to https://two:6443 now",
  );
  // A record of before does not say where that was; its copy of the kubeconfig does.
  const { server: _, ...former } = record;
  expect((await provider.kubeconfigs(former)).learner).toContain('https://two:6443');
  await writePrivate(
    clusterFiles(context, record.name).kubeconfig,
    (await provider.kubeconfigs(former)).learner.replace('two', 'one'),
  );
  await expect(provider.kubeconfigs(former)).rejects.toThrow('leads to https://two:6443 now');
});

test('removing it takes away the copy of the credentials alone', async () => {
  const record = await externalRecord(clusterStore(context), 'team/dev', found);
  const { kubeconfig: copy } = clusterFiles(context, record.name);
  await writePrivate(copy, kubeconfig('https://one:6443'));
  await writeFile(path.join(folder, 'config'), kubeconfig('https://one:6443'));
  await externalProvider(context).remove(record);
  expect(existsSync(path.dirname(copy))).toBe(false);
  expect(existsSync(path.join(folder, 'config'))).toBe(true);
});
