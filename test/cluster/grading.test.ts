import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { mayNothingElse } from '../../src/grading/access/nothing-else.ts';
import { rightsOf } from '../../src/grading/access/rights.ts';
import { worldOf } from '../../src/grading/access/world.ts';
import { createFacts, type Facts } from '../../src/grading/facts.ts';
import { type Recorded, recordStart } from '../../src/grading/record.ts';
import { untouched } from '../../src/grading/untouched.ts';
import { isFailed } from '../../src/grading/verdict.ts';
import { applyDocument, documents } from '../../src/kube/apply.ts';
import { deleteObject, type KubeObject } from '../../src/kube/objects.ts';
import { ReadOnlyViolation } from '../../src/kube/read-only.ts';
import { worded } from '../grading/worded.ts';
import { type SharedCluster, sharedCluster } from './cluster.ts';

const NAMESPACE = 'grading-test';
const OBJECTS = `
apiVersion: v1
kind: Namespace
metadata: { name: ${NAMESPACE} }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: robot, namespace: ${NAMESPACE} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: robot, namespace: ${NAMESPACE} }
rules:
  - { apiGroups: [""], resources: [pods, pods/log], verbs: [get] }
  - { apiGroups: [apps], resources: [deployments], resourceNames: [web], verbs: [patch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: robot, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: robot }
subjects: [{ kind: ServiceAccount, name: robot, namespace: ${NAMESPACE} }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${NAMESPACE}, labels: { app: web } }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "busybox:1.37" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: probe, namespace: ${NAMESPACE} }
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - { name: main, image: "busybox:1.37", command: [sleep, 1d] }
    - { name: side, image: "busybox:1.37", command: [sleep, 2d] }
`;
const PROBE = `Pod/probe in ${NAMESPACE}`;
const WEB = { kind: 'Deployment', name: 'web', namespace: NAMESPACE };

let cluster: SharedCluster;
let facts: Facts;
let recorded: Recorded;

async function apply(manifest: string) {
  const { connection, resources } = cluster.ground;
  for (const document of documents(manifest, 'test')) {
    await applyDocument(connection, resources, document);
  }
}
const remove = (kind: string, name: string, namespace?: string) => {
  const { connection, resources } = cluster.ground;
  return deleteObject(connection, resources.byKind(kind), { name, namespace });
};

beforeAll(async () => {
  cluster = await sharedCluster();
  await apply(OBJECTS);
  recorded = await recordStart(cluster.ground.connection, {
    keep: [WEB],
    pods: [{ kind: 'Pod', name: 'probe', namespace: NAMESPACE }],
  });
  facts = await createFacts({
    ...cluster.reach,
    lab: { grades: [] },
    recorded: JSON.parse(JSON.stringify(recorded)),
    signal: new AbortController().signal,
  });
  const running = async () =>
    (await facts.api('CoreV1Api').readNamespacedPod({ name: 'probe', namespace: NAMESPACE })).status
      ?.phase === 'Running';
  await vi.waitUntil(running, { timeout: 120_000, interval: 200 });
});

afterAll(async () => {
  await remove('Namespace', NAMESPACE);
  await cluster.release();
});

const sh = (script: string, options = {}) => facts.exec(PROBE, ['sh', '-c', script], options);

test('a program in a pod: its exit code and both outputs', async () => {
  expect(await sh('echo out; echo err >&2; exit 7')).toEqual({
    exitCode: 7,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  expect(await sh('true')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

test('long output comes whole, and many programs run at once', async () => {
  const long = await sh('head -c 300000 /dev/zero | tr "\\0" x');
  expect(isFailed(long) ? 0 : long.stdout.length).toBe(300_000);
  const codes = Array.from({ length: 10 }, (_, index) => index);
  const results = await Promise.all(codes.map((code) => sh(`exit ${code}`)));
  expect(results.map((result) => (isFailed(result) ? 'failed' : result.exitCode))).toEqual(codes);
});

test('the container is chosen', async () => {
  const command = (container: string) => sh('tr "\\0" " " < /proc/1/cmdline', { container });
  expect(await command('side')).toMatchObject({ stdout: 'sleep 2d ' });
  expect(await command('main')).toMatchObject({ stdout: 'sleep 1d ' });
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  ['no such program', () => facts.exec(PROBE, ['no-such-program']), /no-such-program/],
  [
    'no such container',
    () => sh('true', { container: 'none' }),
    /in pod probe of .* was not possible/,
  ],
  ['a program that does not end', () => sh('sleep 60', { seconds: 1 }), /no end after 1 s/],
])('what could not be run is an error, not an exit code: %s', async (_name, run, message) => {
  await expect(run()).rejects.toThrow(message);
});

test('nothing can be changed on a real API server', async () => {
  const body = { metadata: { name: 'made-by-a-grader' } };
  const core = facts.api('CoreV1Api');
  await expect(
    core.createNamespacedConfigMap({ namespace: NAMESPACE, body }),
  ).rejects.toBeInstanceOf(ReadOnlyViolation);
  await expect(
    core.deleteNamespacedPod({ namespace: NAMESPACE, name: 'probe' }),
  ).rejects.toBeInstanceOf(ReadOnlyViolation);
  expect(await facts.get(`ConfigMap/made-by-a-grader in ${NAMESPACE}`)).toBeUndefined();
  expect(await facts.get(PROBE)).toMatchObject({ metadata: { name: 'probe' } });
});

test('what controllers write is no change; what a person writes is', async () => {
  const look = async () => worded(await untouched(`Deployment/web in ${NAMESPACE}`)(facts));
  const revision = async () =>
    (await facts.get<never>(`Deployment/web in ${NAMESPACE}`)) as unknown as {
      metadata: { annotations?: Record<string, string> };
    };
  await expect
    .poll(async () => (await revision()).metadata.annotations, { timeout: 30_000 })
    .toHaveProperty(['deployment.kubernetes.io/revision']);
  expect(await look()).toMatchObject({ verdict: 'passed' });
  await apply(OBJECTS.replace('labels: { app: web } }\nspec', 'labels: { app: new } }\nspec'));
  expect(await look()).toMatchObject({
    actual: `Deployment/web in ${NAMESPACE}: metadata.labels.app: web → new`,
  });
  await apply(OBJECTS);
  expect(await look()).toMatchObject({ verdict: 'passed' });
});

const robot = { kind: 'ServiceAccount', name: 'robot', namespace: NAMESPACE } as const;
const task = [
  { verbs: ['get'], resource: 'pods', namespace: NAMESPACE },
  { verbs: ['get'], resource: 'pods', subresource: 'log', namespace: NAMESPACE },
  {
    verbs: ['patch'],
    group: 'apps',
    resource: 'deployments',
    names: ['web'],
    namespace: NAMESPACE,
  },
];
const withoutPatch = task.map((rule) => (rule.names ? { ...rule, verbs: ['get'] } : rule));
const unlisted = { resourceRules: [], pathRules: [], complete: false };

test('listed rules and single questions agree on what an account may do', async () => {
  const blind: Facts = {
    ...facts,
    lag: 0,
    reviews: { ask: facts.reviews.ask, rules: async () => unlisted },
  };
  const listed: Facts = { ...facts, lag: 0 };
  for (const known of [listed, blind]) {
    expect(await mayNothingElse(robot, task)(known)).toMatchObject({ verdict: 'passed' });
    expect(await mayNothingElse(robot, withoutPatch)(known)).toMatchObject({
      actual: `it may also patch deployments.apps 'web' in ${NAMESPACE}`,
    });
    expect(await mayNothingElse(robot, task.slice(1))(known)).toMatchObject({
      actual: `it may also get pods in ${NAMESPACE}`,
    });
  }
}, 120_000);

test('every right that rules list is allowed, for accounts of the system too', async () => {
  const world = worldOf(await facts.resources());
  const namespace = 'kube-system';
  for (const name of ['deployment-controller', 'generic-garbage-collector', 'coredns']) {
    const user = `system:serviceaccount:${namespace}:${name}`;
    const groups = [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ];
    const rules = await facts.reviews.rules({ user, groups }, 'default');
    expect(rules.complete).toBe(true);
    const rights = rightsOf(rules, 'everywhere', world);
    expect(rights.length).toBeGreaterThan(5);
    const rulings = await Promise.all(
      rights.map(({ request }) => facts.reviews.ask({ user, groups }, request)),
    );
    const refused = rights.filter((_, index) => !rulings[index]?.allowed);
    expect(refused.map(({ phrase }) => phrase)).toEqual([]);
  }
});

test('whom the certificate of the API server is good for', async () => {
  const bundle = `ConfigMap/kube-root-ca.crt in ${NAMESPACE}`;
  const found = await vi.waitUntil(() => facts.get<KubeObject & { data: object }>(bundle));
  const { 'ca.crt': authority } = found.data as { 'ca.crt': string };
  const doubt = (name: string) => facts.whyDistrusted({ name, authority });
  for (const name of ['kubernetes', 'kubernetes.default.svc', 'localhost', '10.96.0.1']) {
    expect(await doubt(name), name).toBeUndefined();
  }
  expect(await doubt('kubernetes.example')).toContain('not for this name');
  expect(await doubt('10.96.0.2')).toContain('not for this name');
  const [another] = rootCertificates;
  expect(await facts.whyDistrusted({ name: 'kubernetes', authority: another as string })).toMatch(
    /VERIFY/,
  );
});

test('nodes are read, and only read', async () => {
  const node = facts.node('control-plane');
  expect(await node.read('/etc/kubernetes/manifests/etcd.yaml')).toContain('kind: Pod');
  expect(await node.read('/no/such/file')).toBeUndefined();
  expect((await node.run(['systemctl', 'is-active', 'kubelet'])).stdout.trim()).toBe('active');
  expect((await node.run(['systemctl', 'is-active', 'no-such-unit'])).exitCode).not.toBe(0);
  await expect(node.run(['systemctl', 'stop', 'kubelet'])).rejects.toThrow('only reads');
  expect(await facts.nodeRuns()).toBe(true);
});

test('a probe that the learner locked by a webhook is a failure, as long as it is locked', async () => {
  await apply(`
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: ${NAMESPACE} }
webhooks:
  - name: nobody.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { url: "https://127.0.0.1:9/nobody" }
    namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${NAMESPACE} } }
    rules: [{ apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [pods/exec] }]
`);
  try {
    const locked = await vi.waitUntil(
      async () => {
        const found = await sh('true');
        return isFailed(found) && found;
      },
      { timeout: 30_000, interval: 500 },
    );
    expect(locked).toMatchObject({
      expected: `programs can be run in ${PROBE}`,
      actual: expect.stringMatching(
        /^ValidatingWebhookConfiguration\/grading-test: .*nobody\.example\.com/,
      ),
    });
  } finally {
    await remove('ValidatingWebhookConfiguration', NAMESPACE);
  }
  const open = async () => !isFailed(await sh('true'));
  await vi.waitUntil(open, { timeout: 30_000, interval: 500 });
});

// The last one: it deletes the probe.
test('a probe that the learner deleted or made again is a failure', async () => {
  await remove('Pod', 'probe', NAMESPACE);
  await expect.poll(async () => facts.get(PROBE), { timeout: 60_000 }).toBeUndefined();
  const look = async () => {
    const result = await sh('true');
    return isFailed(result) ? worded(result).actual : result;
  };
  expect(await look()).toMatch(/deleted$/);
  await apply(OBJECTS);
  expect(await look()).toMatch(/deleted and made again$/);
});
