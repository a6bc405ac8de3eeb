import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { cli, cliJson } from './cli.ts';

interface Check {
  id: string;
  kind: string;
  points: number;
  verdict: string;
}

test('a learner starts rbac, fails, takes a hint, solves it, resets and stops', async () => {
  const start = await cli(['start', 'rbac', '--seed', '1']);
  expect(start.stderr).toContain('cka-lab grade');
  expect(start.code).toBe(0);
  const task = await cli(['task']);
  expect(start.stdout).toBe(task.stdout);
  expect(task.stdout).toContain('8 points');

  const untouched = await cliJson(['grade'], 1);
  expect(untouched).toMatchObject({
    schema: 1,
    lab: 'rbac',
    seed: '1',
    score: 0,
    max: 8,
    passed: false,
    hints: 0,
  });
  expect(untouched.checks.map(({ verdict }: Check) => verdict)).not.toContain('error');

  const hint = await cli(['hint']);
  expect(hint.stdout).toMatch(/^Hint 1 of \d: /);

  const environment = await cli(['shell', '--', 'sh', '-c', 'echo $KUBECONFIG; exit 7']);
  expect(environment.code).toBe(7);
  const kubeconfig = environment.stdout.trim();
  expect((await cli(['kubeconfig'])).stdout).toBe(kubeconfig);
  const onNode = await cli(['shell', 'worker', '--', 'hostname']);
  expect(onNode.stdout).toMatch(/-worker$/);

  const solve = await cli(['shell', '--', 'bash', 'labs/rbac/solution.sh']);
  expect(solve.stderr).toBe('');
  expect(solve.code).toBe(0);
  const solved = await cliJson(['grade']);
  expect(solved).toMatchObject({ score: 8, max: 8, passed: true, hints: 1, solutionSeen: false });
  expect(solved.cluster.kubernetes).toMatch(/^v1\.\d+\.\d+$/);
  const text = await cli(['grade']);
  expect(text.code).toBe(0);
  expect(text.stdout).toContain('Score: 8 of 8 (100 %)');

  const solution = await cli(['solution']);
  expect(solution.stdout).not.toContain('$LAB_');

  expect((await cli(['reset'])).code).toBe(0);
  const again = await cliJson(['grade'], 1);
  expect(again).toMatchObject({ score: 0, seed: '1', hints: 1, solutionSeen: true });

  const status = await cliJson(['status']);
  expect(status.labs).toMatchObject([{ lab: 'rbac', seed: '1', phase: 'active' }]);
  expect((await cli(['stop'])).code).toBe(0);
  expect((await cliJson(['status'])).labs).toEqual([]);
  expect((await cli(['grade'])).code).toBe(2);
});

test('a lab that owns only namespaces starts on the running cluster in less than four seconds', async () => {
  const took: number[] = [];
  // What else the machine does meets some of the starts: the best of three is what it needs.
  while (took.length < 3) {
    const start = await cli(['start', 'rbac', '--seed', '2']);
    expect(start.code).toBe(0);
    took.push(start.milliseconds);
    expect((await cli(['stop', 'rbac'])).code).toBe(0);
  }
  expect(Math.min(...took)).toBeLessThan(4000);
});

test("the user's own kubeconfig was left alone", async () => {
  expect(await readFile(process.env.KUBECONFIG as string, 'utf8')).toBe(
    'apiVersion: v1\nkind: Config\n',
  );
});
