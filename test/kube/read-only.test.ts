import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppsV1Api, CoreV1Api, KubernetesObjectApi } from '@kubernetes/client-node';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFacts, type Facts } from '../../src/grading/facts.ts';
import { connect } from '../../src/kube/connection.ts';
import { onlyReads, ReadOnlyViolation, readOnly, typedApi } from '../../src/kube/read-only.ts';
import { nothingRecorded } from '../grading/fakes.ts';

const seen: string[] = [];
const server = createServer((request, response) => {
  seen.push(`${request.method} ${request.url}`);
  const logs = request.url?.endsWith('/log');
  response.setHeader('Content-Type', logs ? 'text/plain' : 'application/json');
  response.end(
    logs
      ? '{"a":  1}\n'
      : JSON.stringify({
          kind: 'Pod',
          apiVersion: 'v1',
          metadata: { name: 'p' },
          items: [],
          status: { allowed: true },
        }),
  );
});
let kubeconfig: string;
let facts: Facts;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  kubeconfig = JSON.stringify({
    clusters: [
      {
        name: 'c',
        cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true },
      },
    ],
    users: [{ name: 'u', user: {} }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
  facts = await createFacts({
    kubeconfig,
    lab: { grades: [] },
    recorded: nothingRecorded,
    nodes: { names: async () => [], run: async () => ({ stdout: '', stderr: '', exitCode: 0 }) },
    signal: new AbortController().signal,
  });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  seen.length = 0;
});

const at = { namespace: 'n', name: 'p' };
const body = { metadata: { name: 'p' } } as never;
type Change = (facts: Facts) => Promise<unknown>;

test.each<[string, Change]>([
  ['create', (f) => f.api('CoreV1Api').createNamespacedPod({ namespace: 'n', body })],
  [
    'create, dry run',
    (f) => f.api('CoreV1Api').createNamespacedPod({ namespace: 'n', body, dryRun: 'All' }),
  ],
  ['replace', (f) => f.api('AppsV1Api').replaceNamespacedDeployment({ ...at, body })],
  ['patch', (f) => f.api('CoreV1Api').patchNamespacedConfigMap({ ...at, body })],
  ['delete', (f) => f.api('CoreV1Api').deleteNamespacedPod(at)],
  [
    'delete a collection',
    (f) => f.api('CoreV1Api').deleteCollectionNamespacedPod({ namespace: 'n' }),
  ],
  ['status', (f) => f.api('CoreV1Api').replaceNamespacedPodStatus({ ...at, body })],
  ['scale', (f) => f.api('AppsV1Api').patchNamespacedDeploymentScale({ ...at, body })],
  ['evict', (f) => f.api('CoreV1Api').createNamespacedPodEviction({ ...at, body })],
  ['bind', (f) => f.api('CoreV1Api').createNamespacedPodBinding({ ...at, body })],
  ['make a token', (f) => f.api('CoreV1Api').createNamespacedServiceAccountToken({ ...at, body })],
  ['review a token', (f) => f.api('AuthenticationV1Api').createTokenReview({ body })],
  [
    'exec by POST',
    (f) => f.api('CoreV1Api').connectPostNamespacedPodExec({ ...at, command: 'rm' }),
  ],
  ['exec by GET', (f) => f.api('CoreV1Api').connectGetNamespacedPodExec({ ...at, command: 'rm' })],
  ['attach', (f) => f.api('CoreV1Api').connectGetNamespacedPodAttach(at)],
  ['forward a port', (f) => f.api('CoreV1Api').connectGetNamespacedPodPortforward(at)],
  [
    'reach through a pod',
    (f) => f.api('CoreV1Api').connectGetNamespacedPodProxyWithPath({ ...at, path: 'reset' }),
  ],
  ['reach through a service', (f) => f.api('CoreV1Api').connectGetNamespacedServiceProxy(at)],
  [
    'reach through a node',
    (f) => f.api('CoreV1Api').connectGetNodeProxyWithPath({ name: 'w', path: 'run' }),
  ],
  [
    'approve',
    (f) => f.api('CertificatesV1Api').replaceCertificateSigningRequestApproval({ name: 'p', body }),
  ],
  ['grant', (f) => f.api('RbacAuthorizationV1Api').createClusterRoleBinding({ body })],
])('%s: refused before anything is sent', async (_name, change) => {
  await expect(change(facts)).rejects.toBeInstanceOf(ReadOnlyViolation);
  expect(seen).toEqual([]);
});

test('objects of any kind can’t be changed either', async () => {
  const api = typedApi(KubernetesObjectApi, readOnly(await connect({ kubeconfig })));
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n' } };
  Object.assign(api, { resource: async () => ({ name: 'pods', namespaced: true }) });
  for (const change of [api.create(pod), api.patch(pod), api.replace(pod), api.delete(pod)]) {
    await expect(change).rejects.toBeInstanceOf(ReadOnlyViolation);
  }
  expect(seen).toEqual([]);
});

test('reading and reviews go through', async () => {
  const core = facts.api('CoreV1Api');
  expect((await core.readNamespacedPod(at)).metadata?.name).toBe('p');
  await core.listPodForAllNamespaces();
  expect(await core.readNamespacedPodLog(at)).toBe('{"a":  1}\n');
  await facts.api('AppsV1Api').listNamespacedDeployment({ namespace: 'n', labelSelector: 'a=b' });
  const request = { verb: 'get', group: '', resource: 'pods' };
  expect(await facts.reviews.ask({ user: 'u', groups: [] }, request)).toEqual({
    allowed: true,
    reason: '',
  });
  await facts.reviews.rules({ user: 'u', groups: ['g', 'h'] }, 'n');
  const review = { spec: {} } as never;
  await facts
    .api('AuthorizationV1Api')
    .createNamespacedLocalSubjectAccessReview({ namespace: 'n', body: review });
  await facts.api('AuthenticationV1Api').createSelfSubjectReview({ body: review });
  // Whether the API server answers by itself is looked at now and then.
  const services = 'GET /apis/apiregistration.k8s.io/v1/apiservices';
  expect(seen[0]).toBe(services);
  expect(seen.filter((one) => one !== services)).toEqual([
    'GET /api/v1/namespaces/n/pods/p',
    'GET /api/v1/pods',
    'GET /api/v1/namespaces/n/pods/p/log',
    'GET /apis/apps/v1/namespaces/n/deployments?labelSelector=a%3Db',
    'POST /apis/authorization.k8s.io/v1/subjectaccessreviews',
    'POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    'POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    'POST /apis/authorization.k8s.io/v1/namespaces/n/localsubjectaccessreviews',
    'POST /apis/authentication.k8s.io/v1/selfsubjectreviews',
  ]);
});

test.each([
  ['POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews/../../../../api/v1/namespaces'],
  ['POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews/x'],
  ['POST', '/api/v1/namespaces?x=/apis/authorization.k8s.io/v1/subjectaccessreviews'],
  ['POST', '/api/v1/namespaces/n/pods#/apis/authorization.k8s.io/v1/subjectaccessreviews'],
  ['GET', '/api/v1/namespaces/n/pods/p/%65xec?command=rm'],
  ['GET', '/api/v1/namespaces/n/../n/services/s/proxy/reset'],
  ['GET', '/api/v1/nodes/w/proxy'],
  ['OPTIONS', '/api/v1/pods'],
  ['CONNECT', '/api/v1/pods'],
])('%s %s does not only read', (method, path) => {
  expect(onlyReads(method, path)).toBe(false);
});

test.each([
  ['GET', '/api/v1/namespaces/exec/pods/proxy'],
  ['GET', '/apis/apps/v1/namespaces/n/deployments/exec/scale'],
  ['HEAD', '/readyz'],
  ['GET', '/api/v1/namespaces/n/pods?watch=true'],
])('%s %s does', (method, path) => {
  expect(onlyReads(method, path)).toBe(true);
});

test('a typed client sends nothing that its connection refuses', async () => {
  const api = typedApi(AppsV1Api, readOnly(await connect({ kubeconfig })));
  await expect(api.deleteNamespacedDeployment(at)).rejects.toBeInstanceOf(ReadOnlyViolation);
  // The same call without the guard does reach the server: the test can fail.
  await typedApi(CoreV1Api, await connect({ kubeconfig })).deleteNamespacedPod(at);
  expect(seen).toEqual(['DELETE /api/v1/namespaces/n/pods/p']);
});
