import { streamDecode, streamEncode } from 'dns-packet';
import { expect, test } from 'vitest';
import {
  everyDnsPodAnswers,
  everyService,
  namesLead,
} from '../../../src/grading/network/cluster-dns.ts';
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

/** Probe pods that know what each server says: 'server name' → answers; by TCP as by UDP when not said. */
function factsWith(
  said: Record<string, string[]>,
  { exitCode = 0, byTcp = said, objects = [] as KubeObject[] } = {},
) {
  return fakeFacts({
    ...fakeObjects([coredns, set, ...pods, ...objects]),
    exec: async (_pod, [, , script = '', , ...args]) => {
      const lines = script.includes(' nc ') ? tcpLines(args, byTcp) : udpLines(args, said);
      return { exitCode, stdout: [...lines, 'end'].join('\n'), stderr: '' };
    },
  });
}

function udpLines(args: string[], said: Record<string, string[]>): string[] {
  const lines: string[] = [];
  for (let at = 0; at < args.length; at += 3) {
    const [, name, server] = args.slice(at);
    for (const answer of said[`${server} ${name}`] ?? []) lines.push(`${at / 3} ${answer}`);
  }
  return lines;
}

/** As a server does it: the question's bytes are read, and the answer's are written. */
function tcpLines(args: string[], said: Record<string, string[]>): string[] {
  const lines: string[] = [];
  for (let at = 0; at < args.length; at += 2) {
    const [octal = '', server] = args.slice(at);
    const bytes = octal.split('\\').slice(1);
    const { questions = [], id = 0 } = streamDecode(
      Buffer.from(bytes.map((byte) => Number.parseInt(byte, 8))),
    );
    const [{ name, type } = { name: '', type: 'A' as const }] = questions;
    const found = said[`${server} ${name}.`] ?? [];
    const answers = found.map((data) => ({ name, type: type as 'A' | 'PTR', data }));
    const answer = streamEncode({ type: 'response', id, questions, answers });
    lines.push(`${at / 2} ${answer.toString('hex')}`);
  }
  return lines;
}
const asked = {
  probes: ['Pod/asker in shop', 'Pod/other in shop'] as const,
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

test('by TCP as well', async () => {
  const silent = factsWith(right('10.96.0.10'), { byTcp: {} });
  expect(await look(silent)).toMatchObject({
    verdict: 'failed',
    actual:
      '10.96.0.10 says nothing of web.shop by TCP; 10.96.0.10 says nothing of 7.0.96.10.in-addr.arpa by TCP',
  });
});

test('every Service resolves, and a name that nobody has does not', async () => {
  const service = (name: string, home: string, clusterIP: string) => {
    const bare = object('Service', name, home);
    return { ...bare, spec: { clusterIP } } as KubeObject;
  };
  const objects = [
    service('web', 'shop', '10.96.0.7'),
    service('headless', 'shop', 'None'),
    service('kubernetes', 'default', '10.96.0.1'),
  ];
  const wanted = await everyService(fakeObjects(objects), 'shop');
  expect(Object.entries(wanted)).toEqual([
    ['web.shop.svc.cluster.local', ['10.96.0.7']],
    ['kubernetes.default.svc.cluster.local', ['10.96.0.1']],
    [expect.stringMatching(/^ask-[0-9a-f]{8}\.shop\.svc\.cluster\.local$/), 'unknown'],
  ]);
  const nowhere = namesLead(() => '10.96.0.10', {
    ...asked,
    wanted: async () => ({ 'x.shop': 'unknown' as const }),
  });
  expect((await nowhere(factsWith({}))).verdict).toBe('passed');
  const said = { '10.96.0.10 x.shop.': ['10.96.0.7'] };
  expect(await nowhere(factsWith(said))).toMatchObject({ expected: 'x.shop is unknown' });
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
  await expect(look(factsWith(right('10.96.0.10'), { exitCode: 1 }))).rejects.toThrow(
    'ended with 1',
  );
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
