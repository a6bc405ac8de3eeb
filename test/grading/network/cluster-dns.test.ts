import { expect, test } from 'vitest';
import { everyDnsPodAnswers, namesLead } from '../../../src/grading/network/cluster-dns.ts';
import { inventedName, reverseName } from '../../../src/grading/network/names.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';

const UID = 'coredns';
function made(kind: string, name: string, metadata: object, rest: object): KubeObject {
  const bare = object(kind, name, 'kube-system');
  return { ...bare, metadata: { ...bare.metadata, ...metadata }, ...rest } as KubeObject;
}
const owner = (uid: string) => ({ ownerReferences: [{ controller: true, uid }] });
const coredns = made(
  'Deployment',
  'coredns',
  { uid: UID, generation: 1 },
  {
    spec: { replicas: 2 },
    status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
  },
);
const set = made('ReplicaSet', 'coredns-1', { uid: 'set', ...owner(UID) }, {});
const pods = ['10.244.0.2', '10.244.0.3'].map((podIP, index) =>
  made('Pod', `coredns-1-${index}`, owner('set'), { spec: { containers: [] }, status: { podIP } }),
);

/** A probe pod that knows what each server says: 'server name' → answers. */
function factsWith(said: Record<string, string[]>, exitCode = 0) {
  return fakeFacts({
    ...fakeObjects([coredns, set, ...pods]),
    exec: async (_pod, [, , , , ...args]) => {
      const lines: string[] = [];
      for (let at = 0; at < args.length; at += 3) {
        const [, name, server] = args.slice(at);
        for (const answer of said[`${server} ${name}`] ?? []) lines.push(`${at / 3} ${answer}`);
      }
      return { exitCode, stdout: [...lines, 'end'].join('\n'), stderr: '' };
    },
  });
}
const asked = {
  probe: 'Pod/asker in shop',
  wanted: async () => ({ 'web.shop': ['10.96.0.7'], '7.0.96.10.in-addr.arpa': ['web.shop'] }),
};
const right = (server: string) => ({
  [`${server} web.shop.`]: ['10.96.0.7'],
  [`${server} 7.0.96.10.in-addr.arpa.`]: ['web.shop'],
});
const look = namesLead(() => '10.96.0.10', asked);

test('names lead where they should', async () => {
  expect(await look(factsWith(right('10.96.0.10')))).toMatchObject({ verdict: 'passed' });
});

test.each([
  [[], 'nothing'],
  [['10.96.0.8'], '10.96.0.8'],
  [['10.96.0.7', '10.96.0.8'], '10.96.0.7, 10.96.0.8'],
])('they do not when the server says %j', async (answers, words) => {
  const said = { ...right('10.96.0.10'), '10.96.0.10 web.shop.': answers };
  expect(await look(factsWith(said))).toMatchObject({
    verdict: 'failed',
    actual: `10.96.0.10 says ${words} of web.shop`,
  });
});

test('each pod of CoreDNS is asked by its address', async () => {
  const every = everyDnsPodAnswers(2, asked);
  const [one, other] = ['10.244.0.2', '10.244.0.3'].map(right);
  expect(await every(factsWith({ ...one, ...other }))).toMatchObject({ verdict: 'passed' });
  expect(await every(factsWith({ ...one }))).toMatchObject({ verdict: 'failed' });
  expect(await everyDnsPodAnswers(3, asked)(factsWith({ ...one, ...other }))).toMatchObject({
    verdict: 'failed',
    actual: 'it asks for 2 pods',
  });
});

test('a probe that could not ask is an error', async () => {
  await expect(look(factsWith(right('10.96.0.10'), 1))).rejects.toThrow('ended with 1');
  await expect(
    namesLead(() => '10.96.0.10', { ...asked, wanted: async () => ({}) })(factsWith({})),
  ).rejects.toThrow('Nothing is asked');
});

test('a name that leads nowhere known passes for nothing', async () => {
  const wanted = async () => ({ 'web.shop': [] });
  const nowhere = namesLead(() => '10.96.0.10', { ...asked, wanted });
  expect(await nowhere(factsWith({}))).toMatchObject({ verdict: 'failed' });
});

test('names are made', () => {
  expect(reverseName('10.96.0.1')).toBe('1.0.96.10.in-addr.arpa');
  expect(inventedName('quay.test')).toMatch(/^ask-[0-9a-f]{8}\.quay\.test$/);
  expect(inventedName('quay.test')).not.toBe(inventedName('quay.test'));
});
