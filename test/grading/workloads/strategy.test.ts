import { expect, test } from 'vitest';
import { rollsBy } from '../../../src/grading/workloads/strategy.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { made } from './objects.ts';

const look = rollsBy('Deployment/web in shop', { maxSurge: '50%', maxUnavailable: 1 });

async function actual(strategy?: object) {
  const web = strategy ? [made('Deployment', 'web', { spec: { strategy } })] : [];
  const outcome = await look(fakeFacts(fakeObjects(web)));
  return outcome.verdict === 'failed' ? outcome.actual : outcome.verdict;
}

const rolling = (maxSurge: unknown, maxUnavailable: unknown) => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge, maxUnavailable },
});

test('both fields, in the form that was asked for', async () => {
  expect(await actual(rolling('50%', 1))).toBe('passed');
  expect(await actual(rolling(2, 1))).toBe('RollingUpdate with maxSurge 2 and maxUnavailable 1');
  expect(await actual(rolling('50%', '33%'))).toContain('maxUnavailable 33%');
  expect(await actual({ type: 'Recreate' })).toBe('Recreate');
  expect(await actual()).toBe('there is no Deployment web');
});

test('no share is none', async () => {
  const none = rollsBy('Deployment/web in shop', { maxSurge: '50%', maxUnavailable: 0 });
  const facts = (unavailable: unknown) =>
    fakeFacts(
      fakeObjects([made('Deployment', 'web', { spec: { strategy: rolling('50%', unavailable) } })]),
    );
  expect((await none(facts('0%'))).verdict).toBe('passed');
  expect((await none(facts('1%'))).verdict).toBe('failed');
});
