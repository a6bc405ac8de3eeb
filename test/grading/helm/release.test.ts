import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { asReleased } from '../../../src/grading/helm/as-released.ts';
import { hasRevision, isRolledBack } from '../../../src/grading/helm/history.ts';
import { revisionsOf } from '../../../src/grading/helm/release.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';
import { worded } from '../worded.ts';
import { aRevision } from './releases.ts';

const REF = { name: 'counter', namespace: 'shop' };
const factsOf = (...objects: KubeObject[]) => fakeFacts(fakeObjects(objects));

test('revisions are read in order, with the values that came out', async () => {
  const facts = factsOf(
    aRevision(10, { config: { replicas: '3', image: { tag: 1.29 } }, status: 'deployed' }),
    aRevision(2, { config: { image: null } }),
    { ...aRevision(3), type: 'Opaque' } as KubeObject,
    { ...aRevision(4), data: { release: 'bm90aGluZw==' } } as KubeObject,
  );
  expect(await revisionsOf(facts, REF)).toEqual([
    expect.objectContaining({ number: 2, status: 'superseded', values: { replicas: 1 } }),
    expect.objectContaining({
      number: 10,
      status: 'deployed',
      chart: { name: 'shopfront', version: '0.1.0' },
      values: { replicas: '3', image: { repository: 'nginx', tag: 1.29 } },
    }),
  ]);
});

test('a Secret that grows too much when it is unpacked is none', async () => {
  const grown = gzipSync(JSON.stringify({ version: 5, manifest: ' '.repeat(40_000_000) }));
  const data = { release: Buffer.from(grown.toString('base64')).toString('base64') };
  expect(grown.length).toBeLessThan(50_000);
  expect(await revisionsOf(factsOf({ ...aRevision(5), data } as KubeObject), REF)).toEqual([]);
});

const upgraded = {
  chart: { name: 'shopfront', version: '0.2.0' },
  values: { replicas: '2', 'image.tag': '1.29' },
};
const rush = { values: { 'image.tag': '1.92' } };

const first = aRevision(1, { config: { replicas: 2 } });
const config = { replicas: 2, image: { tag: '1.29' } };
const second = aRevision(2, { version: '0.2.0', config });
const broken = { version: '0.2.0', config: { image: { tag: '1.92' } } };

test.each<[string, KubeObject[], boolean]>([
  ['it', [first, second], true],
  ['nothing', [], false],
  ['another chart', [first, aRevision(2, { config })], false],
  ['it, and it failed', [aRevision(2, { version: '0.2.0', config, status: 'failed' })], false],
  ['it without values', [first, aRevision(2, { version: '0.2.0' })], false],
])('history: %s', async (_, revisions, passes) => {
  const outcome = await hasRevision(REF, upgraded)(factsOf(...revisions));
  expect(outcome.verdict).toBe(passes ? 'passed' : 'failed');
});

const back = { version: '0.2.0', config, status: 'deployed', description: 'Rollback to 2' };

test.each<[string, KubeObject[], boolean]>([
  ['by hand', [first, second, aRevision(3, broken), aRevision(4, back)], true],
  [
    'by itself',
    [first, second, aRevision(3, { ...broken, status: 'failed' }), aRevision(4, back)],
    true,
  ],
  [
    'with words of its own',
    [first, second, aRevision(3, broken), aRevision(4, { ...back, description: 'oops' })],
    true,
  ],
  [
    'by an upgrade',
    [
      first,
      second,
      aRevision(3, broken),
      aRevision(4, { ...back, description: 'Upgrade complete' }),
    ],
    false,
  ],
  ['not yet', [first, second, aRevision(3, { ...broken, status: 'deployed' })], false],
  ['from nothing', [first, second, aRevision(3, back)], false],
  [
    'too far',
    [
      first,
      second,
      aRevision(3, broken),
      aRevision(4, { config: { replicas: 2 }, status: 'deployed' }),
    ],
    false,
  ],
  ['before there was one', [first, aRevision(2, broken), aRevision(3, back)], false],
  [
    'no more',
    [first, second, aRevision(3, broken), aRevision(4, { ...back, status: 'uninstalled' })],
    false,
  ],
  ['and on', [first, second, aRevision(3, broken), aRevision(4, back), aRevision(5)], false],
  ['never', [], false],
])('rolled back: %s', async (_, revisions, passes) => {
  const outcome = await isRolledBack(REF, { to: upgraded, from: rush })(factsOf(...revisions));
  expect(outcome.verdict).toBe(passes ? 'passed' : 'failed');
});

const manifest = `---
kind: Deployment
metadata: { name: counter }
spec: { replicas: 2, containers: [{ name: web, image: a }] }
---
# nothing
---
kind: Service
metadata: { name: counter }
spec: { port: 80 }
`;
const service = { ...object('Service', 'counter', 'shop'), spec: { port: 80, type: 'ClusterIP' } };
const deployment = (replicas: number, image = 'a') => ({
  ...object('Deployment', 'counter', 'shop'),
  spec: {
    replicas,
    containers: [
      { name: 'other', image: 'x' },
      { name: 'web', image },
    ],
  },
});

test.each<[string, KubeObject[], string | undefined]>([
  ['as it is', [deployment(2), service], undefined],
  ['scaled', [deployment(3), service], 'Deployment/counter: spec.replicas: 2 → 3'],
  [
    'patched',
    [deployment(2, 'b'), service],
    'Deployment/counter: spec.containers[web].image: a → b',
  ],
  ['deleted', [deployment(2)], 'Service/counter: deleted'],
])('objects: %s', async (_, objects, actual) => {
  const facts = factsOf(aRevision(1), aRevision(2, { manifest }), ...objects);
  const outcome = worded(await asReleased(REF)(facts));
  expect(outcome.verdict === 'failed' ? outcome.actual : undefined).toBe(actual);
});

test('a release that is gone, or has no objects, has nothing as it was', async () => {
  const gone = [
    factsOf(),
    factsOf(aRevision(1, { manifest, status: 'uninstalled' }), deployment(2), service),
    factsOf(aRevision(1, { manifest: '---\n' })),
  ];
  for (const facts of gone) expect((await asReleased(REF)(facts)).verdict).toBe('failed');
});
