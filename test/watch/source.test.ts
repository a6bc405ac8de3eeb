import { expect, test } from 'vitest';
import { KINDS, POLLED, sourcesOf, sourcesOfExec, touches } from '../../src/watch/source.ts';

test.each([
  [
    '/api/v1/namespaces/orders/pods/web',
    { path: '/api/v1/pods', namespace: 'orders', name: 'web' },
  ],
  [
    '/api/v1/namespaces/orders/pods?labelSelector=a%3Db',
    { path: '/api/v1/pods', namespace: 'orders' },
  ],
  ['/api/v1/pods', { path: '/api/v1/pods' }],
  ['/api/v1/namespaces', { path: '/api/v1/namespaces' }],
  ['/api/v1/namespaces/orders', { path: '/api/v1/namespaces', name: 'orders' }],
  [
    '/apis/apps/v1/namespaces/orders/deployments/web/scale',
    { path: '/apis/apps/v1/deployments', namespace: 'orders', name: 'web' },
  ],
  [
    '/apis/storage.k8s.io/v1/storageclasses/a%3Ab',
    { path: '/apis/storage.k8s.io/v1/storageclasses', name: 'a:b' },
  ],
  ['/api', KINDS],
  ['/apis', KINDS],
])('the answer to GET %s depends on objects that can be watched', (path, source) => {
  expect(sourcesOf('GET', path)).toEqual([source]);
});

test.each(['/readyz', '/version', '/api/v1/namespaces/orders/pods/web/log'])(
  'GET %s is polled',
  (path) => {
    expect(sourcesOf('GET', path)).toBe(POLLED);
  },
);

test('an access review depends on all that gives rights', () => {
  const sources = sourcesOf('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews');
  const changed = {
    path: '/apis/rbac.authorization.k8s.io/v1/rolebindings',
    namespace: 'a',
    name: 'b',
  };
  expect(sources).toHaveLength(4);
  expect((sources as never[]).some((source) => touches(changed, source))).toBe(true);
});

test('a program in a pod depends on what its own namespaces hold', () => {
  const sources = sourcesOfExec(['shop', 'kube-system']);
  const concerns = (path: string, namespace?: string) =>
    sources.some((source) => touches({ path, namespace, name: 'x' }, source));
  expect(concerns('/apis/networking.k8s.io/v1/networkpolicies', 'shop')).toBe(true);
  expect(concerns('/api/v1/pods', 'kube-system')).toBe(true);
  expect(concerns('/api/v1/pods', 'elsewhere')).toBe(false);
  expect(concerns('/api/v1/namespaces')).toBe(true);
  expect(concerns('/api/v1/events', 'shop')).toBe(false);
});

test('a change touches what is not certainly another object', () => {
  const web = { path: '/api/v1/pods', namespace: 'a', name: 'web' };
  expect(touches(web, web)).toBe(true);
  expect(touches({ ...web, name: 'other' }, web)).toBe(false);
  expect(touches({ ...web, namespace: 'b' }, web)).toBe(false);
  expect(touches({ ...web, path: '/api/v1/services' }, web)).toBe(false);
  expect(touches(web, { path: '/api/v1/pods' })).toBe(true);
  expect(touches({ path: '/api/v1/pods', namespace: 'a' }, web)).toBe(true);
});
