import { expect, test } from 'vitest';
import type { Look } from '../../../src/grading/define.ts';
import type { Facts } from '../../../src/grading/facts.ts';
import { serviceLeads } from '../../../src/grading/network/service.ts';
import { failed, isFailed } from '../../../src/grading/verdict.ts';
import { normalise } from '../../../src/kube/normalise.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, nothingRecorded } from '../fakes.ts';
import { worded } from '../worded.ts';

const looks = serviceLeads({
  service: 'Service/web in shop',
  port: 80,
  workload: 'Deployment/web in shop',
  containerPort: 8080,
  probe: 'Pod/client in shop',
});

const REVISION = 'deployment.kubernetes.io/revision';

type Json = Record<string, unknown>;

function made(kind: string, name: string, owner: string, rest: Json, labels = {}): KubeObject {
  const ownerReferences = owner === '' ? [] : [{ uid: owner, controller: true }];
  const metadata = { name, namespace: 'shop', uid: `uid-${name}`, labels, ownerReferences };
  return { kind, metadata, ...rest } as KubeObject;
}

function pod(name: string, ip: string, owner: string, labels: Record<string, string>) {
  const status = { podIPs: [{ ip }], conditions: [{ type: 'Ready', status: 'True' }] };
  return made('Pod', name, owner, { spec: { containers: [] }, status }, labels);
}

const template = {
  metadata: { labels: { app: 'web', track: 'live' } },
  spec: { containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }] },
};
const deployment = made('Deployment', 'web', '', { spec: { replicas: 2, template } });
const live = { app: 'web', track: 'live', 'pod-template-hash': '1' };
const workload = [
  deployment,
  made('ReplicaSet', 'web-1', 'uid-web', { spec: { template } }),
  pod('web-a', '10.0.0.1', 'uid-web-1', live),
  pod('web-b', '10.0.0.2', 'uid-web-1', live),
  pod('trial', '10.0.0.3', 'uid-trial-1', { app: 'web', track: 'trial' }),
];

function service(selector: Json | undefined, ports: Json[]) {
  const one = made('Service', 'web', '', { spec: { selector, ports } });
  return { ...one, metadata: { ...one.metadata, uid: 'uid-service' } };
}

function slice(addresses: string[], port = 8080, name = '') {
  return made('EndpointSlice', 'web-x', '', {
    ports: [{ name, port }],
    endpoints: addresses.map((address) => ({ addresses: [address] })),
  });
}

interface World {
  objects: readonly KubeObject[];
  /** What connections to the Service find, one after the other. */
  byName?: (string | undefined)[];
  silent?: string[];
  deleted?: boolean;
}

function factsOf({ objects, byName = ['web-a', 'web-b'], silent = [], deleted }: World): Facts {
  const pods = new Map<string, string>(
    objects.flatMap((one) => {
      const ips = (one as { status?: { podIPs?: { ip: string }[] } }).status?.podIPs ?? [];
      return ips.map(({ ip }) => [`http://${ip}:8080/`, one.metadata.name]);
    }),
  );
  const object = normalise(deployment);
  const kept = { uid: 'uid-web', owned: false, object };
  return fakeFacts({
    ...fakeObjects(objects),
    recorded: { ...nothingRecorded, objects: { 'Deployment/web in shop': kept } },
    exec: async (_pod, command) => {
      if (deleted) return failed({ expected: 'the client', actual: 'deleted' });
      let turn = 0;
      const lines = command.slice(4).map((url, index) => {
        const found = pods.get(url) ?? byName[turn++ % byName.length];
        return found === undefined || silent.includes(found) ? `${index} -` : `${index} +${found}`;
      });
      return { exitCode: 0, stdout: [...lines.toReversed(), 'end', ''].join('\n'), stderr: '' };
    },
  });
}

async function found(world: World) {
  const facts = factsOf(world);
  const text = async (look: Look) => {
    const outcome = worded(await look(facts));
    return isFailed(outcome) ? outcome.actual : 'passed';
  };
  return { reaches: await text(looks.reaches), nobodyElse: await text(looks.nobodyElse) };
}

const both = ['10.0.0.1', '10.0.0.2'];
const http = [{ port: 80, targetPort: 'http' }];

test('a Service of all pods and nobody else', async () => {
  const objects = [...workload, service({ app: 'web', track: 'live' }, http), slice(both)];
  expect(await found({ objects })).toEqual({ reaches: 'passed', nobodyElse: 'passed' });
});

test('who is kept off, and what is open beside', async () => {
  const plain = service({ app: 'web', track: 'live' }, http);
  const { spec } = plain as unknown as { spec: object };
  const changed = (more: object) => ({ ...plain, spec: { ...spec, ...more } });
  const local = [...workload, changed({ internalTrafficPolicy: 'Local' }), slice(both)];
  expect((await found({ objects: local })).reaches).toContain('internalTrafficPolicy is Local');
  const outside = [...workload, changed({ externalIPs: ['203.0.113.9'] }), slice(both)];
  expect(await found({ objects: outside })).toEqual({
    reaches: 'passed',
    nobodyElse: 'it takes 203.0.113.9 for itself, too',
  });
});

test('a port is told from the others by its name', async () => {
  const ports = [
    { name: 'admin', port: 9999 },
    { name: 'web', port: 80, targetPort: 8080 },
  ];
  const one = service({ track: 'live' }, ports);
  const right = [...workload, one, slice(both, 9999, 'admin'), slice(both, 8080, 'web')];
  expect(await found({ objects: right })).toEqual({ reaches: 'passed', nobodyElse: 'passed' });
  const admin = [...workload, one, slice(both, 9999, 'admin')];
  expect(await found({ objects: admin })).toMatchObject({
    reaches: 'pod web-a is not behind it at 10.0.0.1:8080; nobody is',
  });
});

test('the pods of another workload', async () => {
  const objects = [...workload, service({ app: 'web' }, http), slice([...both, '10.0.0.3'])];
  expect(await found({ objects, byName: ['web-a', undefined, 'trial'] })).toEqual({
    reaches: 'passed',
    nobodyElse: 'its selector fits trial too',
  });
});

test('pods of an older revision are no strangers, but are not to answer in the end', async () => {
  const older = [
    made('ReplicaSet', 'web-0', 'uid-web', { spec: { template } }),
    pod('web-old', '10.0.0.4', 'uid-web-0', { ...live, 'pod-template-hash': '0' }),
  ];
  const newest = workload.map((one) =>
    one.metadata.name === 'web-1'
      ? { ...one, metadata: { ...one.metadata, annotations: { [REVISION]: '2' } } }
      : one,
  );
  const one = service({ track: 'live' }, http);
  const objects = [...older, ...newest, one, slice([...both, '10.0.0.4'])];
  expect(await found({ objects })).toEqual({
    reaches: 'passed',
    nobodyElse: '10.0.0.4:8080 is behind it too',
  });
});

test('an address that was added by hand', async () => {
  const one = service({ track: 'live' }, http);
  const objects = [...workload, one, slice(both), slice(['10.0.0.9'])];
  expect(await found({ objects })).toEqual({
    reaches: 'passed',
    nobodyElse: '10.0.0.9:8080 is behind it too',
  });
});

test.each<[string, World['objects'], string]>([
  ['no Service', [], 'there is no such Service'],
  ['another port', [service({ app: 'web' }, [{ port: 81 }])], 'its ports are 81'],
  [
    'no selector',
    [service(undefined, http), slice(both)],
    'its selector (none) does not fit the pods of the template',
  ],
  [
    "a selector that only today's pods fit",
    [service(live, http), slice(both)],
    'its selector (app=web, track=live, pod-template-hash=1) does not fit the pods of the template',
  ],
  [
    'another port of the containers',
    [service({ track: 'live' }, [{ port: 80 }]), slice(both, 80)],
    'pod web-a is not behind it at 10.0.0.1:8080; behind it: 10.0.0.1:80, 10.0.0.2:80',
  ],
  [
    'one pod of two',
    [service({ track: 'live' }, http), slice(['10.0.0.1'])],
    'pod web-b is not behind it at 10.0.0.2:8080; behind it: 10.0.0.1:8080',
  ],
])('%s', async (_, objects, actual) => {
  const all = await found({ objects: [...workload, ...objects] });
  expect(all.reaches).toBe(actual);
});

test('all is written right and a connection gets no answer', async () => {
  const objects = [...workload, service({ track: 'live' }, http), slice(both)];
  expect(await found({ objects, byName: ['web-a', undefined] })).toMatchObject({
    reaches: '4 of 8 connections to its name got no answer',
  });
  expect(await found({ objects, byName: ['elsewhere'] })).toMatchObject({
    nobodyElse: 'it answered "elsewhere"',
  });
});

test('a pod that is silent by itself is no failure, unless a policy or a change made it so', async () => {
  const objects = [...workload, service({ track: 'live' }, http), slice(both)];
  await expect(found({ objects, silent: ['web-b'] })).rejects.toThrow(
    'Pod web-b of shop is ready and does not answer on port 8080.',
  );
  const policy = made('NetworkPolicy', 'deny', '', {});
  expect(await found({ objects: [...objects, policy], silent: ['web-b'] })).toMatchObject({
    reaches: 'it does not; there is NetworkPolicy deny',
  });
  const changed = { ...deployment, spec: { replicas: 2, template, paused: true } };
  const others = objects.filter((one) => one !== deployment);
  expect(await found({ objects: [changed, ...others], silent: ['web-b'] })).toMatchObject({
    reaches: 'Deployment/web in shop: spec.paused: true was added',
  });
});

test('pods that their controller is about to take over are waited for', async () => {
  const set = (observedGeneration: number) => ({
    ...made('ReplicaSet', 'web', '', {
      spec: { replicas: 2, template: { ...template, spec: { containers: [] } } },
    }),
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-set', generation: 1 },
    status: { observedGeneration },
  });
  const pods = (owner: string) => [
    pod('web-a', '10.0.0.1', owner, live),
    pod('web-b', '10.0.0.2', owner, live),
  ];
  const one = [service({ track: 'live' }, [{ port: 80, targetPort: 8080 }]), slice(both)];
  const before = factsOf({ objects: [...one, set(0), ...pods('')] });
  const after = factsOf({ objects: [...one, set(1), ...pods('uid-set')] });
  let looks = 0;
  const facts: Facts = {
    ...after,
    lag: 1,
    get: (ref) => {
      if (ref === 'ReplicaSet/web in shop') looks += 1;
      return (looks > 1 ? after : before).get(ref) as never;
    },
    list: (kind, options) => (looks > 1 ? after : before).list(kind, options) as never,
  };
  const { nobodyElse } = serviceLeads({
    service: 'Service/web in shop',
    port: 80,
    workload: 'ReplicaSet/web in shop',
    containerPort: 8080,
    probe: 'Pod/client in shop',
  });
  expect((await nobodyElse(facts)).verdict).toBe('passed');
});

test('the client was deleted', async () => {
  expect(await found({ objects: workload, deleted: true })).toMatchObject({ reaches: 'deleted' });
});
