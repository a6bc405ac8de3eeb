import { expect, test } from 'vitest';
import type { Look } from '../../../src/grading/define.ts';
import {
  rolledBack,
  updateCause,
  updateMade,
  updateRan,
} from '../../../src/grading/workloads/revisions.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, nothingRecorded } from '../fakes.ts';
import { worded } from '../worded.ts';
import { aReplicaSet, made } from './objects.ts';

const REF = 'Deployment/web in shop';
const OLD = 'ReplicaSet/web-old in shop';
const update = { deployment: REF, images: { web: 'nginx:1.29' } };

const spec = (image: string, edition = 'night') => ({
  spec: { template: { spec: { containers: [{ name: 'web', image, env: [{ value: edition }] }] } } },
});
const recorded = {
  ...nothingRecorded,
  objects: {
    [REF]: { uid: '', owned: false, object: spec('nginx:1.28') },
    [OLD]: { uid: '', owned: true, object: spec('nginx:1.28', 'noon') },
  },
};

interface Revision {
  number: number;
  image: string;
  edition?: string;
  cause?: string;
}

/** A Deployment that runs the last of these. */
function history(...revisions: [Revision, ...Revision[]]): KubeObject[] {
  const { image, edition } = revisions.at(-1) ?? revisions[0];
  const web = made('Deployment', 'web', spec(image, edition));
  const sets = revisions.map(({ number, cause, ...one }) => {
    const set = aReplicaSet(web, number, spec(one.image, one.edition));
    const { annotations } = set.metadata;
    const labels = { 'pod-template-hash': `hash${number}` };
    const more = cause === undefined ? {} : { 'kubernetes.io/change-cause': cause };
    return {
      ...set,
      metadata: { ...set.metadata, labels, annotations: { ...annotations, ...more } },
    };
  });
  return [web, ...sets];
}

async function actual(look: Look, objects: KubeObject[], log = '') {
  const roll = { ...made('Pod', 'roll-call', {}), spec: { containers: [{ name: 'book' }] } };
  const facts = fakeFacts({
    recorded,
    ...fakeObjects([...objects, roll]),
    api: () => ({ readNamespacedPodLog: async () => log }) as never,
  });
  const outcome = worded(await look(facts));
  return outcome.verdict === 'failed' ? outcome.actual : outcome.verdict;
}

const start = { number: 4, image: 'nginx:1.28' };
const updated = { number: 5, image: 'nginx:1.29' };
const back = { number: 6, image: 'nginx:1.28', edition: 'noon' };

test('the update is a revision of its own', async () => {
  const look = updateMade(update);
  expect(await actual(look, history(start, updated, back))).toBe('passed');
  expect(await actual(look, history(start))).toBe('there is no such revision');
  expect(await actual(look, history(start, { ...updated, edition: 'noon' }))).not.toBe('passed');
  expect(await actual(look, [])).toBe('there is no such revision');
  const inFull = { ...updated, image: 'docker.io/library/nginx:1.29' };
  expect(await actual(look, history(start, inFull))).toBe('passed');
});

test('its cause', async () => {
  const look = updateCause(update, 'ticket');
  expect(await actual(look, history(start, { ...updated, cause: 'ticket' }))).toBe('passed');
  expect(await actual(look, history(start, { ...updated, cause: 'night' }))).toBe("it is 'night'");
  expect(await actual(look, history({ ...start, cause: 'ticket' }, updated))).toBe('it has none');
});

test('each of its pods has reported, once or more often', async () => {
  const look = updateRan(update, { pods: 2, seenBy: { name: 'roll-call', namespace: 'shop' } });
  const objects = history(start, updated, back);
  expect(await actual(look, objects, 'hash4/x\nhash5/a\nhash5/b')).toBe('passed');
  expect(await actual(look, objects, 'hash5/a\nhash5/a\nhash6/b')).toBe('1 reported to roll-call');
  expect(await actual(look, objects)).toBe('0 reported to roll-call');
  expect(await actual(look, [], 'undefined/a\nundefined/b')).toBe('2 reported to roll-call');
});

test('the way back leads to what was recorded, and comes after the update', async () => {
  const look = rolledBack(update, OLD);
  expect(await actual(look, history(start, updated, back))).toBe('passed');
  expect(await actual(look, history(start, updated))).toContain('image: nginx:1.28 → nginx:1.29');
  expect(await actual(look, history(updated, { ...start, number: 6 }))).toContain('noon → night');
  const before = history(start, updated, { ...back, number: 3 });
  expect(await actual(look, before)).toBe('the newest revision is another one');
  expect(await actual(look, [])).toBe('there is no such Deployment');
});

test('what was not recorded is a mistake in the lab', async () => {
  const look = rolledBack(update, 'ReplicaSet/other in shop');
  await expect(actual(look, history(start))).rejects.toThrow("under 'keep:'");
});
