import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { label } from '../../src/kube/apply.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { cli, launcher } from './cli.ts';
import { type SharedCluster, sharedCluster } from './cluster.ts';

// One second is the aim on an idle machine; a busy one gets more.
const TURN_MS = 3000;

let cluster: SharedCluster;
let namespace: string;

beforeAll(async () => {
  cluster = await sharedCluster();
  namespace = (await cli(['shell', '--', 'sh', '-c', 'echo $LAB_NAMESPACE'])).stdout.trim();
});
afterAll(() => cluster?.release());
afterEach(async () => {
  for (const one of running.splice(0)) {
    one.interrupt();
    await one.code;
  }
});

interface Line {
  type: string;
  from?: string;
  to?: string;
  check?: { id: string };
  report?: { score: number; checks: { id: string; verdict: string }[] };
}

const running: { interrupt: () => boolean; code: Promise<unknown> }[] = [];

/** A watch that runs, with what it has said. */
function watch(...args: string[]) {
  const started = spawn(launcher, ['watch', '--output', 'json', ...args]);
  const lines: Line[] = [];
  createInterface({ input: started.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  const code = new Promise((resolve) => started.on('exit', resolve));
  const said = (wanted: (line: Line) => boolean, timeout: number) =>
    vi.waitUntil(() => lines.some(wanted), { timeout, interval: 20 });
  const one = { lines, code, said, interrupt: () => started.kill('SIGINT') };
  running.push(one);
  return one;
}

const auditors = () => {
  const { connection, resources } = cluster.ground;
  const where = { name: 'auditors', namespace };
  return { connection, where, type: resources.byKind('RoleBinding') };
};

async function requests(connection: Connection): Promise<number> {
  const { body } = await connection.request('GET', '/metrics', { raw: true, accept: '*/*' });
  // The cluster's own requests: leases, probes of health, and those of this test.
  const counted = String(body)
    .split('\n')
    .filter((line) => line.startsWith('apiserver_request_total'))
    .filter((line) =>
      /resource="(roles|rolebindings|clusterroles|clusterrolebindings|serviceaccounts|namespaces|subjectaccessreviews|selfsubjectrulesreviews)"/.test(
        line,
      ),
    )
    .filter((line) => !/verb="WATCH"/.test(line));
  return counted.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('a check turns soon after the change, an idle watch asks nothing, Ctrl-C ends it', async () => {
  const watching = watch();
  await watching.said(({ type }) => type === 'state', 60_000);
  // Until the first watches are open and all has settled.
  await sleep(8000);
  const { connection } = cluster.ground;
  const before = await requests(connection);
  await sleep(10_000);
  expect((await requests(connection)) - before).toBeLessThanOrEqual(2);

  const { type, where } = auditors();
  await label(connection, type, where, { touched: 'yes' });
  await watching.said(({ check, to }) => check?.id === 'auditors-kept' && to === 'failed', TURN_MS);
  const grade = await cli(['grade']);
  expect(grade.code).toBe(1);
  watching.interrupt();
  expect(await watching.code).toBe(0);
});

test('a reset is watched on; a lab that ends, ends the watch; nothing is kept', async () => {
  const watching = watch('--until-passed');
  await watching.said(({ type }) => type === 'state', 60_000);
  expect((await cli(['reset'])).code).toBe(0);
  await vi.waitUntil(() => watching.lines.filter((line) => line.type === 'state').length === 2, {
    timeout: 60_000,
  });
  await cli(['shell', '--', 'bash', 'labs/rbac/solution.sh']);
  expect(await watching.code).toBe(0);

  const second = watch();
  await second.said(({ type }) => type === 'state', 60_000);
  expect((await cli(['stop', 'rbac'])).code).toBe(0);
  expect(await second.code).toBe(0);
});

test('a lab that is not on can not be watched', async () => {
  const { code, stderr } = await cli(['watch', 'network-policy']);
  expect(code).toBe(2);
  expect(stderr).toContain('cka-lab start network-policy');
});
