import { expect, test, vi } from 'vitest';
import { InfrastructureError } from '../../../src/errors.ts';
import { ComponentDown } from '../../../src/grading/component-down.ts';
import { answersAnybody, etcdGet } from '../../../src/grading/etcd/running.ts';
import { onceStarted } from '../../../src/grading/etcd/starting.ts';
import { apiWrites } from '../../../src/grading/etcd/writes.ts';
import { nodeReader } from '../../../src/grading/node.ts';
import { passed } from '../../../src/grading/verdict.ts';

type Answer = { stdout?: string; stderr?: string; exitCode?: number };

function factsWith(answer: (argv: readonly string[]) => Answer) {
  const ran: string[] = [];
  const run = async (_node: string, argv: readonly string[]) => {
    if (argv[0] !== 'true') ran.push(argv.join(' '));
    const own = argv[0] === 'true' ? {} : answer(argv);
    return { stdout: '', stderr: '', exitCode: 0, ...own };
  };
  const { signal } = new AbortController();
  const shell = { names: async () => ['one'], run };
  return { ran, signal, node: (name: string) => nodeReader(shell, name) };
}

const json = (key: string, revision = 5) =>
  JSON.stringify({
    kvs: [{ key: btoa(key), value: btoa('v'), create_revision: 1, mod_revision: revision }],
  });

test('keys are read with certificates of the cluster, and only read', async () => {
  const facts = factsWith(([, , key = '']) => ({ stdout: key === '/none' ? '{}' : json(key) }));
  const keys = await etcdGet(facts, '/a', '/none', '/all/');
  expect([...keys.keys()]).toEqual(['/a', '/all/']);
  expect(facts.ran[0]).toMatch(/^etcdctl get \/a --write-out=json .*--cert=\/etc\/kubernetes\/pki/);
  expect(facts.ran[2]).toMatch(/^etcdctl get \/all\/ --prefix /);
});

test('an etcd that gives no answer is down; without etcdctl we can not look', async () => {
  const stderr = '{"level":"warn"}\nError: context deadline exceeded\n';
  const down = etcdGet(
    factsWith(() => ({ exitCode: 1, stderr })),
    '/a',
  );
  await expect(down).rejects.toBeInstanceOf(ComponentDown);
  await expect(down).rejects.toThrow('etcd gave no answer: Error: context deadline exceeded');
  const missing = etcdGet(
    factsWith(() => ({ exitCode: 127 })),
    '/a',
  );
  await expect(missing).rejects.toBeInstanceOf(InfrastructureError);
  await expect(missing).rejects.not.toBeInstanceOf(ComponentDown);
});

test('whether etcd asks for a certificate is tried without one', async () => {
  const facts = factsWith(() => ({ exitCode: 1 }));
  expect(await answersAnybody(facts)).toBe(false);
  expect(facts.ran[0]).not.toContain('--cert=');
  expect(await answersAnybody(factsWith(() => ({})))).toBe(true);
});

test('what is being started is asked again; what has no manifest is not', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const down = new ComponentDown('etcd', 'down');
    let asked = 0;
    const later = async () => {
      asked += 1;
      if (asked < 3) throw down;
      return passed();
    };
    expect(
      await onceStarted(
        factsWith(() => ({})),
        later,
      ),
    ).toEqual(passed());
    const removed = factsWith(() => ({ exitCode: 2 }));
    asked = 0;
    await expect(onceStarted(removed, later)).rejects.toBe(down);
    expect(asked).toBe(1);
    const never = async () => {
      vi.advanceTimersByTime(30_000);
      throw down;
    };
    const nothingRuns = factsWith(([program]) =>
      program === 'crictl' ? { stdout: '{"containers":[]}' } : {},
    );
    await expect(onceStarted(nothingRuns, never)).rejects.toBe(down);
    const ours = new Error('ours');
    await expect(onceStarted(removed, () => Promise.reject(ours))).rejects.toBe(ours);
  } finally {
    vi.useRealTimers();
  }
});

test('what has run for long is not being started, unless its manifest was changed', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const seconds = Date.now() / 1000;
    const asked = async (runFor: number, { changedFor = 900, crictl = 0 } = {}) => {
      const containers = ['etcd', 'kube-apiserver'].map((name, index) => ({
        id: name,
        createdAt: String((seconds - (index === 0 ? 900 : runFor)) * 1e9),
        metadata: { name },
        image: { image: name },
        labels: { 'io.kubernetes.pod.uid': 'a'.repeat(32) },
      }));
      const facts = factsWith(([program, option]) => {
        if (program === 'crictl')
          return { exitCode: crictl, stdout: JSON.stringify({ containers }) };
        if (option !== '--all') return {};
        const changed = Math.round(seconds - changedFor);
        return { stdout: `-rw------- 1 root root 2409 ${changed} kube-apiserver.yaml\n` };
      });
      let count = 0;
      const never = async () => {
        count += 1;
        vi.advanceTimersByTime(6_000);
        throw new ComponentDown('apiserver', 'down');
      };
      await expect(onceStarted(facts, never)).rejects.toThrow('down');
      return count;
    };
    expect(await asked(600)).toBe(1);
    expect(await asked(10)).toBeGreaterThan(2);
    expect(await asked(600, { changedFor: 10 })).toBeGreaterThan(2);
    expect(await asked(600, { crictl: 1 })).toBeGreaterThan(2);
  } finally {
    vi.useRealTimers();
  }
});

test('an API server writes when a Lease is new, by time and by revision', async () => {
  const lease = (seconds: number, resourceVersion: string) => ({
    metadata: { name: 'n', uid: 'u', resourceVersion },
    spec: { renewTime: new Date(Date.now() - seconds * 1000).toISOString() },
  });
  const facts = (answers: object[]) => ({
    ...factsWith(() => ({ stdout: json('/registry/leases/kube-node-lease/n') })),
    get: async () => (answers.length > 1 ? answers.shift() : answers[0]) as never,
  });
  expect(await apiWrites(facts([lease(3, '20')]), 10)).toEqual(passed());
  // As the older snapshot holds it: a moment old, and written before the restore.
  expect(await apiWrites(facts([lease(1, '10'), lease(0, '11')]), 10)).toEqual(passed());
  const none = { ...factsWith(() => ({ stdout: '{}' })), get: async () => undefined };
  expect(await apiWrites(none, 10)).toMatchObject({ verdict: 'failed' });
});
