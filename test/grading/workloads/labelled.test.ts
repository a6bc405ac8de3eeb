import { expect, test } from 'vitest';
import { onlyPodLabelled, podWhoseCommandHas } from '../../../src/grading/workloads/labelled.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { made } from './objects.ts';

const pod = (name: string, labels: object, ...containers: object[]) =>
  made('Pod', name, { spec: { containers } }, { labels });

test.each<[string, object, object, boolean]>([
  ['on this pod alone', { checked: 'bad' }, {}, true],
  ['on both', { checked: 'bad' }, { checked: 'bad' }, false],
  ['on the other', {}, { checked: 'bad' }, false],
  ['with another value on the other', { checked: 'bad' }, { checked: 'good' }, false],
  ['with another value', { checked: 'good' }, {}, false],
  ['nowhere', {}, {}, false],
])('a label %s', async (_, one, other, right) => {
  const facts = fakeFacts(fakeObjects([pod('one', one), pod('other', other)]));
  const { verdict } = await onlyPodLabelled('shop', 'one', 'checked', 'bad')(facts);
  expect(verdict).toBe(right ? 'passed' : 'failed');
});

test('a container is found by its command or its arguments', async () => {
  const facts = fakeFacts(
    fakeObjects([
      pod('a-copy', {}, { name: 'b', args: ['echo secret'] }),
      pod('one', {}, { name: 'a', command: ['sh'] }, { name: 'b', args: ['echo secret'] }),
      pod('other', {}, { name: 'c', command: ['sh', '-c', 'echo word'] }),
    ]),
  );
  const refs = ['Pod/one in shop', 'Pod/other in shop', 'Pod/deleted in shop'];
  expect(await podWhoseCommandHas(facts, refs, 'secret')).toEqual({ pod: 'one', container: 'b' });
  expect(await podWhoseCommandHas(facts, refs, 'word')).toEqual({ pod: 'other', container: 'c' });
  expect(await podWhoseCommandHas(facts, refs, 'gone')).toBeUndefined();
});
