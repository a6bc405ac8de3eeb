import { expect, test } from 'vitest';
import { buildsOnBase, overlayGives } from '../../../src/grading/kustomize/gives.ts';
import { readOverlay } from '../../../src/grading/kustomize/overlay.ts';
import { sameQuantity } from '../../../src/grading/storage/quantity.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';

const REF = { folder: 'overlay', base: 'base' };

/** A learner's folder; the base is there already. */
function folder(files: Record<string, string>) {
  const all: Record<string, string> = {
    'base/kustomization.yaml': 'resources: [deployment.yaml]\nnameSuffix: -of-the-base',
    'base/deployment.yaml': 'kind: Deployment\nmetadata: { name: web }',
    ...files,
  };
  return { file: async (name: string) => all[name] };
}

const read = (files: Record<string, string>) => readOverlay(folder(files), REF);

test('no kustomization, no overlay', async () => {
  expect(await read({ 'overlay/patch.yaml': 'a: b' })).toBeUndefined();
});

test.each(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])('%s', async (name) => {
  const overlay = await read({ [`overlay/${name}`]: 'resources: [../base]' });
  expect(overlay).toMatchObject({ onBase: true, own: [] });
});

test.each([
  'resources: [./../base/]',
  'bases: [../base]',
  'resources: [../between]',
  'components: [../between]',
])('%s leads to the base', async (text) => {
  const overlay = await read({
    'overlay/kustomization.yaml': text,
    'between/kustomization.yaml': 'resources: [../base, ../overlay]',
  });
  expect(overlay?.onBase).toBe(true);
});

test.each([
  '# resources: [../base]',
  'resources: [../bases]',
  'namePrefix: ../base',
  'resources: [../base/deployment.yaml]',
  'resources: [../../base]',
  'resources: {',
])('%s does not', async (text) => {
  expect((await read({ 'overlay/kustomization.yaml': text }))?.onBase).toBe(false);
});

test.each<[string, string, Record<string, string>?]>([
  ['a field', 'images: [{ name: nginx, newTag: 1.29 }]'],
  ['an inline patch', 'patches:\n  - patch: |-\n      spec: { tag: "1.29" }\n      a: b'],
  [
    'a JSON patch',
    'patches:\n  - patch: |\n      - op: add\n        path: /a\n        value: 1.29',
  ],
  ['a file', 'patches: [{ path: a/b.yaml }]', { 'overlay/a/b.yaml': 'spec: { tag: "1.29" }' }],
  ['a literal', 'configMapGenerator: [{ literals: ["tag=1.29"] }]'],
  ['a quoted literal', `configMapGenerator: [{ literals: ['tag="1.29"'] }]`],
  [
    'variables',
    'configMapGenerator: [{ envs: [all.env] }]',
    { 'overlay/all.env': 'a=b\ntag=1.29' },
  ],
  ['a page', 'configMapGenerator: [{ files: [tag=page] }]', { 'overlay/page': '1.29\n' }],
  [
    'another kustomization',
    'components: [../more]',
    { 'more/kustomization.yaml': 'images: [{ newTag: "1.29" }]' },
  ],
])('a value is found in %s', async (_, text, files = {}) => {
  const overlay = await read({ 'overlay/kustomization.yaml': text, ...files });
  expect(overlay?.values).toContain('1.29');
});

test.each([
  'patches: [{ path: my patch.yaml }]',
  "patches: [{ path: 'more of it/my patch.yaml' }]",
  'configMapGenerator: [{ name: pages, files: [index.html=my page.html] }]',
])('files may have blanks in their names: %s', async (text) => {
  const overlay = await read({
    'overlay/kustomization.yaml': `resources: [../base]\n${text}`,
    'overlay/my patch.yaml': 'spec: { replicas: 42 }',
    'overlay/more of it/my patch.yaml': 'spec: { replicas: 42 }',
    'overlay/my page.html': '42',
  });
  expect(overlay?.values).toContain('42');
});

test('neither comments nor the base are values of the overlay', async () => {
  const overlay = await read({
    'overlay/kustomization.yaml':
      'resources: [../base] # 1.29\npatches: [{ path: ../base/x.yaml }]',
    'base/x.yaml': 'tag: "1.29"',
  });
  expect(overlay?.values).not.toContain('1.29');
  expect(overlay?.values).not.toContain('-of-the-base');
});

test('a copy of the base is none', async () => {
  const look = buildsOnBase(REF, ['Deployment']);
  const on = (files: Record<string, string>) => look(fakeFacts(folder(files)));
  const copy = { 'overlay/copy.yaml': 'kind: Deployment\nmetadata: { name: web-2 }' };
  const resources = (text: string) => ({ 'overlay/kustomization.yaml': `resources: [${text}]` });
  expect((await on(resources('../base'))).verdict).toBe('passed');
  expect(await on({ ...resources('copy.yaml'), ...copy })).toMatchObject({ verdict: 'failed' });
  expect(await on({ ...resources('../base, copy.yaml'), ...copy })).toMatchObject({
    actual: 'it brings its own Deployment/web-2',
  });
});

const CHANGE = {
  title: 'the limit',
  written: ['64Mi'],
  same: sameQuantity,
  at: { ref: 'Deployment/web in shop', path: ['spec', 'limit'] },
};

function web(applied: string | undefined, fieldsV1: object = {}): KubeObject {
  const bare = object('Deployment', 'web', 'shop');
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': applied ?? '{}' };
  const managedFields = [
    { operation: 'Apply', fieldsV1 },
    { operation: 'Update', fieldsV1: { 'f:spec': { 'f:limit': {} } } },
  ];
  return {
    ...bare,
    metadata: { ...bare.metadata, annotations, managedFields },
    spec: { limit: '64Mi' },
  } as KubeObject;
}

test.each<[string, string, KubeObject, string?]>([
  ['written and applied', '65536Ki', web('{"spec":{"limit":"64Mi"}}')],
  ['applied by the server', '64Mi', web(undefined, { 'f:spec': { 'f:limit': {} } })],
  ['written, and set by hand', '64Mi', web('{"spec":{"limit":"1Gi"}}'), 'not applied: the limit'],
  ['written, and not applied', '64Mi', web(undefined), 'not applied: the limit'],
  [
    'applied, and not written',
    'none',
    web('{"spec":{"limit":"64Mi"}}'),
    'nothing in it gives the limit',
  ],
])('%s', async (_, limit, deployment, actual) => {
  const files = folder({ 'overlay/kustomization.yaml': `nameSuffix: -x\nlimit: ${limit}` });
  const facts = fakeFacts({ ...files, ...fakeObjects([deployment]) });
  const outcome = await overlayGives(REF, [CHANGE])(facts);
  expect(outcome.verdict === 'failed' ? outcome.actual : undefined).toBe(actual);
});
