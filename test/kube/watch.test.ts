import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchCollection } from '../../src/kube/watch.ts';
import { type FakeApi, fakeApi } from '../watch/fake-api.ts';

const PODS = '/api/v1/namespaces/shop/pods';
const PATIENT = { timeout: 20_000 };
let api: FakeApi;
let told: string[];
let stop: AbortController;
let over: Promise<void>;

beforeEach(async () => {
  api = fakeApi();
  told = [];
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await over;
});

function start() {
  over = watchCollection(
    api,
    PODS,
    {
      opened: () => told.push('opened'),
      changed: ({ name, namespace }) => told.push(`${namespace}/${name}`),
      lost: () => told.push('lost'),
      refused: (why) => told.push(`refused: ${why}`),
    },
    stop.signal,
  );
  return vi.waitUntil(() => api.watches().length === 1, PATIENT);
}

test('changes are told from a list on, bookmarks are not', async () => {
  await start();
  api.put('pods', 'shop', 'web');
  api.put('pods', 'elsewhere', 'web');
  api.send('{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}}');
  api.remove('pods', 'shop', 'web');
  expect(told).toEqual(['opened', 'shop/web', 'shop/web']);
  expect(api.asked).toEqual([`GET ${PODS}`, `WATCH ${PODS}`]);
});

test('a watch that ended is opened again, with a fresh list', async () => {
  await start();
  api.send('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}');
  api.endWatches();
  await vi.waitUntil(() => api.watches().length === 1, PATIENT);
  expect(told).toEqual(['opened', 'opened']);
  expect(api.asked).toHaveLength(4);
});

test('an outage is told once, and its end', async () => {
  await start();
  api.down(true);
  await vi.waitUntil(() => api.asked.length >= 4, PATIENT);
  api.down(false);
  await vi.waitUntil(() => api.watches().length === 1, PATIENT);
  expect(told).toEqual(['opened', 'lost', 'opened']);
});

test('what can not be watched is not asked for again', async () => {
  api.unwatchable.add(PODS);
  void start().catch(() => {});
  await over;
  expect(told).toEqual(['opened', 'refused: 405 MethodNotAllowed']);
});

test('it ends at once with its signal', async () => {
  await start();
  stop.abort();
  await over;
  expect(api.watches()).toEqual([]);
  expect(told).toEqual(['opened']);
});
