import type { V1Pod } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { isUnsettled, settle } from '../../src/cluster/settle.ts';
import type { Context } from '../../src/context.ts';
import type { Connection } from '../../src/kube/connection.ts';

const STARTED = Date.parse('2026-01-01T12:00:00.700Z');
const at = (seconds: number) => new Date(Date.parse('2026-01-01T12:00:00Z') + seconds * 1000);
const NOW = at(30).getTime();

/** A pod of the time before, as the API tells of it: ready or not, with one container. */
function pod(
  state: object,
  { ready = false, created = -60, phase = 'Running', restartPolicy = 'Always' } = {},
): V1Pod {
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
  return {
    metadata: { name: 'web', creationTimestamp: at(created) },
    spec: { nodeName: 'one', restartPolicy, containers: [] },
    status: { phase, conditions, containerStatuses: [{ name: 'app', state }] },
  } as unknown as V1Pod;
}
const running = (seconds: number) => ({ running: { startedAt: at(seconds) } });
const waiting = (reason: string) => ({ waiting: { reason } });
const ended = (seconds: number) => ({ terminated: { finishedAt: at(seconds), exitCode: 255 } });

test.each<[string, V1Pod]>([
  ['runs and is ready since before', pod(running(-50), { ready: true })],
  ['ended with its node', pod(ended(-1))],
  ['is being made again', pod(waiting('ContainerCreating'))],
  ['runs again since a moment', pod(running(25))],
])('a pod that %s is not settled', (_title, one) => {
  expect(isUnsettled(one, STARTED, NOW)).toBe(true);
});

test.each<[string, V1Pod]>([
  ['runs again and is ready', pod(running(5), { ready: true })],
  ['was started in the second in which its node was', pod(running(0), { ready: true })],
  ['runs again for long and is not ready', pod(running(5))],
  ['ends over and over', pod(waiting('CrashLoopBackOff'))],
  ['has no image', pod(waiting('ImagePullBackOff'))],
  ['is done', pod(ended(-50), { phase: 'Succeeded' })],
  ['has a container that is not started again', pod(ended(-50), { restartPolicy: 'Never' })],
  ['was made since', pod(waiting('ContainerCreating'), { created: 2 })],
])('a pod that %s is settled', (_title, one) => {
  expect(isUnsettled(one, STARTED, NOW)).toBe(false);
});

/** A cluster whose API tells something else each time, and what was asked of it. */
function cluster(...rounds: { pods?: V1Pod[]; led?: number }[]) {
  let asked = 0;
  const connection = {
    async request(_method: string, path: string) {
      if (path === '/api/v1/pods') asked += 1;
      const round = rounds[Math.min(asked, rounds.length) - 1];
      if (path === '/api/v1/pods') {
        if (!round?.pods) throw new Error('refused');
        return { status: 200, body: { items: round.pods } };
      }
      return { status: 200, body: { spec: { renewTime: at(round?.led ?? 20) } } };
    },
  } as unknown as Connection;
  let now = NOW;
  const told: string[] = [];
  const context = {
    now: () => {
      now += 12_000;
      return now;
    },
    signal: new AbortController().signal,
    progress: {
      step: (_text: string, work: (update: (text: string) => void) => unknown) =>
        work((text) => void told.push(text)),
    },
  } as unknown as Context;
  return { told, asked: () => asked, settle: () => settle(context, connection, STARTED) };
}

test('it is waited for pods, for those that lead, and for the API server', async () => {
  const done = { pods: [pod(running(5), { ready: true })] };
  const one = cluster({}, { pods: [pod(running(-50))] }, { ...done, led: -9 }, done);
  await one.settle();
  expect(one.told).toEqual(['web', 'kube-controller-manager, kube-scheduler']);
  expect(one.asked()).toBe(4);
});

test('what has settled is asked once', async () => {
  const one = cluster({ pods: [] });
  await one.settle();
  expect(one).toMatchObject({ told: [] });
  expect(one.asked()).toBe(1);
});

test('what never comes is waited for a minute', async () => {
  const one = cluster({ pods: [pod(running(-50))] });
  await one.settle();
  expect(one.asked()).toBeGreaterThan(2);
});

test('long after nodes were started, nothing is asked', async () => {
  const one = cluster({});
  const later = { now: () => STARTED + 121_000 } as unknown as Context;
  await settle(later, {} as Connection, STARTED);
  await settle(later, {} as Connection, 0);
  expect(one.asked()).toBe(0);
});
