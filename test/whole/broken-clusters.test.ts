import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { cli, cliJson } from '../cluster/cli.ts';

const docker = async (...args: string[]) => (await execa('docker', args)).stdout;

afterAll(() => cli(['stop', '--all']));

test('a cluster whose containers are gone is made anew', async () => {
  await cli(['start', 'rbac', '--seed', '1']);
  const [{ name }] = (await cliJson(['status'])).clusters;
  const label = `label=io.x-k8s.kind.cluster=${name}`;
  const nodes = (await docker('ps', '-aq', '--filter', label)).split('\n');
  await docker('rm', '--force', '--volumes', ...nodes);
  expect((await cli(['grade'])).code).toBe(3);
  expect((await cli(['start', 'rbac', '--seed', '1'])).code).toBe(0);
  expect((await cliJson(['grade'], 1)).score).toBe(0);
});

test('a lab that broke its cluster can be stopped; the next one gets a cluster that works', async () => {
  await cli(['start', 'rbac', '--seed', '1']);
  await cli([
    'shell',
    '--',
    'kubectl',
    '-n',
    'kube-system',
    'delete',
    'deployment',
    'coredns',
    '--wait=false',
  ]);
  const stop = await cli(['stop']);
  expect(stop.stderr).toContain('too broken');
  expect(stop.code).toBe(0);
  expect((await cli(['start', 'rbac', '--seed', '1'])).code).toBe(0);
});
