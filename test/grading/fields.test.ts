import { expect, test } from 'vitest';
import { differencesFrom } from '../../src/grading/covered.ts';
import { fieldsAre } from '../../src/grading/fields.ts';
import { filesUntouched } from '../../src/grading/files-untouched.ts';
import { restOf } from '../../src/grading/kustomize/rest.ts';
import { sameImage } from '../../src/grading/workloads/image.ts';
import { differencesText } from '../../src/report/differences-text.ts';
import { fakeFacts, fakeObjects, nothingRecorded, object } from './fakes.ts';
import { worded } from './worded.ts';

const REF = 'Deployment/web in shop';
const deployment = {
  ...object('Deployment', 'web', 'shop'),
  spec: {
    replicas: 2,
    containers: [{ name: 'log' }, { name: 'web', image: 'docker.io/nginx:1.29' }],
  },
};
const facts = fakeFacts(fakeObjects([deployment]));
const image = {
  title: 'the image of web',
  ref: REF,
  path: ['spec', 'containers', { name: 'web' }, 'image'],
  value: 'nginx:1.29',
  same: sameImage,
};

test('a field is found by the names of items, and compared by what it means', async () => {
  expect((await fieldsAre(image)(facts)).verdict).toBe('passed');
  expect(await fieldsAre({ ...image, same: Object.is })(facts)).toMatchObject({
    expected: 'the image of web: nginx:1.29',
    actual: 'the image of web: docker.io/nginx:1.29',
  });
});

test.each([
  ['a field', { ...image, path: ['spec', 'containers', { name: 'db' }, 'image'] }],
  ['a list', { ...image, path: ['spec', 'replicas', { name: 'web' }] }],
  ['an object', { ...image, ref: 'Deployment/api in shop' }],
])('%s that is not there fails', async (_, field) => {
  expect((await fieldsAre(image, field)(facts)).verdict).toBe('failed');
});

test.each([
  ['nginx:1.29', 'docker.io/library/nginx:1.29', true],
  ['nginx', 'index.docker.io/nginx:latest', true],
  ['nginx:1.29', 'nginx:1.28', false],
  ['nginx:1.29', 'localhost/nginx:1.29', false],
  ['me/nginx:1', 'docker.io/me/nginx:1', true],
  ['registry:5000/a', 'registry:5000/a:latest', true],
  ['nginx@sha256:1', 'docker.io/library/nginx@sha256:1', true],
  ['1.29', 'nginx:1.29', false],
])('%s and %s', (one, other, same) => {
  expect(sameImage(one, other)).toBe(same);
});

test('what an object has beyond its manifest is no difference', () => {
  const manifest = {
    spec: { replicas: 1, containers: [{ name: 'a', args: ['x'] }, { name: 'b' }] },
  };
  const now = {
    spec: { replicas: 1, type: 'x', containers: [{ name: 'b' }, { name: 'a', args: ['x'] }] },
  };
  expect(differencesFrom(manifest, now)).toEqual([]);
  const less = differencesFrom(manifest, { spec: { ...now.spec, containers: [{ name: 'a' }] } });
  expect(differencesText(less)).toBe(
    'spec.containers[a].args: ["x"] was removed; spec.containers[b]: {"name":"b"} was removed',
  );
});

test('what a manifest leaves empty need not be there', () => {
  const manifest = { metadata: { annotations: {} }, spec: { a: null, b: [], c: 0, d: '' } };
  expect(differencesFrom(manifest, { metadata: {}, spec: { c: 0, d: '' } })).toEqual([]);
  expect(differencesFrom(manifest, { spec: { e: 1 } })).toHaveLength(2);
});

const recorded = {
  ...nothingRecorded,
  files: { 'a.yaml': 'spec: { replicas: 1, paused: true }\n' },
};

test.each<[string | undefined, string | undefined]>([
  ['spec: { replicas: 1, paused: true }', undefined],
  ['spec: { replicas: 2, paused: true }\n', 'a.yaml: changed'],
  [undefined, 'a.yaml: not there'],
])('a file that is now %s', async (text, actual) => {
  const outcome = await filesUntouched('a.yaml')(fakeFacts({ recorded, file: async () => text }));
  expect(outcome.verdict === 'failed' ? outcome.actual : undefined).toBe(actual);
});

test('a file that was not kept is an error', async () => {
  const look = filesUntouched('b.yaml');
  await expect(look(fakeFacts({ recorded, file: async () => '' }))).rejects.toThrow('was not kept');
});

test('the rest of an object is as its manifest says', async () => {
  const asked = { file: 'a.yaml', ref: REF, except: ['spec.replicas'] };
  const look = (spec: object) =>
    restOf(asked)(fakeFacts({ recorded, ...fakeObjects([{ ...deployment, spec } as never]) }));
  expect((await look({ replicas: 5, paused: true, more: 1 })).verdict).toBe('passed');
  expect(worded(await look({ replicas: 5, paused: false }))).toMatchObject({
    actual: 'spec.paused: true → false',
  });
  expect((await restOf(asked)(fakeFacts({ recorded, ...fakeObjects([]) }))).verdict).toBe('failed');
});
