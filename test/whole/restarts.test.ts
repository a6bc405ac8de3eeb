import path from 'node:path';
import { execa } from 'execa';
import { afterEach, expect, test } from 'vitest';
import { clusterStore } from '../../src/cluster/record.ts';
import { cli, cliJson } from '../cluster/cli.ts';
import { testContext } from '../cluster/context.ts';

const docker = async (...args: string[]) => (await execa('docker', args)).stdout.trim();

/** Starts a lab, and returns the names of its cluster's two nodes. */
async function started(lab: string, seed: string) {
  const { code, stderr } = await cli(['start', lab, '--seed', seed]);
  expect(code, stderr).toBe(0);
  const { labs } = await cliJson(['status']);
  const cluster = labs.find((one: { lab: string }) => one.lab === lab).cluster as string;
  expect(await clusterStore(testContext()).get(cluster)).toBeDefined();
  return { worker: `${cluster}-worker`, controlPlane: `${cluster}-control-plane` };
}

type Nodes = Awaited<ReturnType<typeof started>>;

const addressOf = (node: string) =>
  docker('inspect', '--format', '{{.NetworkSettings.Networks.kind.IPAddress}}', node);

const solve = async (lab: string) => {
  const solution = path.join('labs', lab, 'solution.sh');
  const { code, stderr } = await cli(['shell', '--lab', lab, '--', 'bash', solution]);
  expect(code, stderr).toBe(0);
};

afterEach(async () => {
  expect((await cli(['stop', '--all'])).code).toBe(0);
});

test('app-logs can be solved though the worker was restarted first', async () => {
  const { worker } = await started('app-logs', '2');
  await docker('restart', worker);
  expect((await cliJson(['grade'], 1)).passed).toBe(false);
  await solve('app-logs');
  const { score, max } = await cliJson(['grade']);
  expect(score).toBe(max);
});

/** Starts the nodes so that each gets the address of another; the lowest free one goes to the first. */
async function swap({ worker, controlPlane }: Nodes): Promise<string> {
  const lower = (await addressOf(worker)) < (await addressOf(controlPlane));
  await docker('stop', '--time', '1', worker, controlPlane);
  for (const node of lower ? [controlPlane, worker] : [worker, controlPlane]) {
    await docker('start', node);
  }
  return '';
}

/** Starts the only node while a container has its address. */
async function displace({ controlPlane }: Nodes): Promise<string> {
  const image = await docker('inspect', '--format', '{{.Config.Image}}', controlPlane);
  await docker('stop', '--time', '1', controlPlane);
  const container = ['--network', 'kind', '--entrypoint', 'sleep', image, '900'];
  const id = await docker('run', '--detach', '--rm', ...container);
  await docker('start', controlPlane);
  return id;
}

test.each([
  ['kubelet-down', '1', swap],
  ['tls-repair', '2', displace],
])('%s, whose nodes got other addresses, says so, and is reset', async (lab, seed, move) => {
  const nodes = await started(lab, seed);
  const before = await addressOf(nodes.controlPlane);
  const container = await move(nodes);
  try {
    expect(await addressOf(nodes.controlPlane)).not.toBe(before);
    const graded = await cli(['grade']);
    expect(graded.code).toBe(3);
    expect(graded.stderr).toContain(`cka-lab reset ${lab}`);
    const reset = await cli(['reset', lab]);
    expect(reset.code, reset.stderr).toBe(0);
    expect((await cliJson(['grade'], 1)).passed).toBe(false);
    await solve(lab);
    const { score, max } = await cliJson(['grade']);
    expect(score).toBe(max);
  } finally {
    if (container !== '') await docker('rm', '--force', container);
  }
});
