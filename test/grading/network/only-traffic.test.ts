import { expect, test } from 'vitest';
import type { Policy } from '../../../src/grading/network/model.ts';
import { onlyTraffic } from '../../../src/grading/network/only-traffic.ts';
import { factsOf, type Network } from './network.ts';
import { is, policy, right, terms, world } from './shop.ts';

const guard = policy('tools', 'guarded', {
  podSelector: is('guarded'),
  ingress: [{ ports: [{ port: 8443 }] }],
});
const [api, database] = terms.flows;
if (!api || !database) throw new Error('no flows');
const probes = [
  'Pod/web in shop',
  'Pod/api in shop',
  'Pod/db in data',
  'Pod/archive in data',
  'Pod/trial in tools',
  'Pod/guarded in tools',
];
const traffic = onlyTraffic({ closed: terms.closed, flows: { api, database }, probes });
const looks = {
  database: traffic.reaches('database'),
  dns: traffic.resolves(),
  into: traffic.nothingElse('into', 'data'),
  out: traffic.nothingElse('out of', 'shop'),
};

function facts(policies: readonly Policy[], network: Network = {}, lag = 0) {
  return factsOf(world([...policies, guard]), network, lag);
}

async function verdicts(given: ReturnType<typeof facts>): Promise<Record<string, string>> {
  const all = await Promise.all(
    Object.entries(looks).map(async ([name, look]) => {
      const verdict = await look(given).then(
        ({ verdict }) => verdict,
        (error) => `error: ${error.message}`,
      );
      return [name, verdict] as const;
    }),
  );
  return Object.fromEntries(all);
}

const each = (verdict: unknown) => ({
  database: verdict,
  dns: verdict,
  into: verdict,
  out: verdict,
});

test('right policies that hold pass; none fail', async () => {
  expect(await verdicts(facts(right()))).toEqual(each('passed'));
  expect(await verdicts(facts([]))).toEqual(each('failed'));
});

test('a network that enforces nothing is no verdict, not even on an untouched lab', async () => {
  const open = expect.stringMatching(
    /^error: .*guarded.* works, though the NetworkPolicies deny it/,
  );
  expect(await verdicts(facts([], { enforced: () => [] }))).toEqual(each(open));
});

test('a way that is open though it should not be is no verdict, and no matter where one failed', async () => {
  const leak = {
    enforced: () => [...right().filter(({ metadata }) => metadata.name !== 'db'), guard],
  };
  const leaking = right({ 'data/all': { podSelector: is('db') } });
  expect(await verdicts(facts(right(), { enforced: () => [...leaking, guard] }))).toEqual({
    ...each('passed'),
    into: expect.stringMatching(/^error: .*works, though/),
  });
  expect(await verdicts(facts(leaking, leak))).toMatchObject({ into: 'failed' });
});

test('one policy on both ends may open both', async () => {
  const open = { podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [{}] };
  const wide = right({ 'data/all': open });
  const enforced = [
    ...right({ 'data/all': { ...open, ingress: [{ from: [{ podSelector: {} }] }] } }),
    guard,
  ];
  expect(await verdicts(facts(wide, { enforced: () => enforced }))).toEqual(each('passed'));
  const out = onlyTraffic({ closed: terms.closed, flows: { api, database }, probes });
  const look = out.nothingElse('out of', 'data');
  expect((await look(facts(wide, { enforced: () => enforced }))).verdict).toBe('failed');
});

test('a deleted probe pod is the learner, whatever else there is', async () => {
  const deleted = { deleted: 'Pod/db in data', enforced: () => [] };
  expect(await verdicts(facts(right(), deleted))).toEqual(each('failed'));
});

test('without a control there is no verdict', async () => {
  expect(await verdicts(facts(right(), { down: ['db'] }))).toEqual({
    dns: 'passed',
    database: expect.stringContaining('error: '),
    into: expect.stringContaining('error: '),
    out: expect.stringContaining('error: '),
  });
  expect(await verdicts(facts(right(), { dns: false }))).toMatchObject({
    database: 'passed',
    dns: expect.stringContaining('error: DNS does not answer'),
  });
});

test('pods that may reach nothing are the learner, not a missing control', async () => {
  const mute = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
  expect(await verdicts(facts(right({ 'data/all': mute })))).toEqual({
    ...each('passed'),
    dns: 'failed',
  });
});

test('a network that lags is asked again', async () => {
  let asked = 0;
  const late = { enforced: () => (asked++ > 50 ? [...right(), guard] : []) };
  expect(await verdicts(facts(right(), late, 1))).toEqual(each('passed'));
});

test('a mistake of the lab is a bug', async () => {
  expect(() => traffic.reaches('nowhere')).toThrow("no flow 'nowhere'");
  const { api: _, ...flows } = { api, database };
  const blind = onlyTraffic({ closed: terms.closed, flows, probes: ['Pod/guarded in tools'] });
  const seen = right({ 'shop/web': { podSelector: {}, policyTypes: ['Egress'] } });
  await expect(blind.reaches('database')(facts(seen))).rejects.toThrow('No probe tries');
});
