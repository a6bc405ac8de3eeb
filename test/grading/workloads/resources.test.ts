import { expect, test } from 'vitest';
import { containerResources, podsAreOfClass } from '../../../src/grading/workloads/resources.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { aPod, aReplicaSet, made } from './objects.ts';

const REF = 'Deployment/web in shop';
const amounts = { cpu: '50m', memory: '64Mi' };
const asked = { requests: amounts, limits: amounts };

/** A Deployment with one pod, whose container has these resources; the template's when not said. */
function world(template: object, pod = template, status: object = {}) {
  const containers = (resources: object) => ({ containers: [{ name: 'app', resources }] });
  const web = made('Deployment', 'web', { spec: { template: { spec: containers(template) } } });
  const set = aReplicaSet(web, 1);
  const one = aPod(set, 'web-1', { spec: containers(pod), status: { ...status } });
  return fakeFacts(fakeObjects([web, set, one]));
}

const look = async (template: object, pod?: object) => {
  const outcome = await containerResources(REF, 'app', asked)(world(template, pod));
  return outcome.verdict === 'failed' ? outcome.actual : 'passed';
};

test.each([
  [asked],
  [{ limits: amounts }],
  [{ requests: { cpu: '0.05', memory: '65536Ki' }, limits: { cpu: '0.05', memory: '67108864' } }],
])('%j is what was asked for', async (resources) => {
  expect(await look(resources)).toBe('passed');
});

test.each([
  ['nothing', {}],
  ['requests alone', { requests: amounts }],
  ['decimal units', { limits: { cpu: '50m', memory: '64M' } }],
  ['a lower request', { requests: { memory: '32Mi' }, limits: amounts }],
  ['no limit for CPU', { requests: amounts, limits: { memory: '64Mi' } }],
  ['one more', { limits: { ...amounts, 'ephemeral-storage': '1Gi' } }],
])('%s is not', async (_, resources) => {
  expect(await look(resources)).toContain('the template: requests');
});

test('pods that were resized in place are not enough, and neither are pods that were shrunk', async () => {
  expect(await look({}, asked)).toBe('the template: requests none; limits none');
  expect(await look(asked, { limits: { cpu: '50m', memory: '32Mi' } })).toContain('the pod web-1:');
});

test('without the workload or the container there is nothing to compare', async () => {
  const none = await containerResources(REF, 'app', asked)(fakeFacts(fakeObjects([])));
  expect(none).toMatchObject({ actual: 'there is no such workload' });
  const other = await containerResources(REF, 'other', asked)(world(asked));
  expect(other).toMatchObject({
    actual: 'the template: there is no such container; the pod web-1: there is no such container',
  });
});

test('every pod must be of the class, and one must be there', async () => {
  const guaranteed = podsAreOfClass(REF, 'Guaranteed');
  const verdict = async (facts = fakeFacts()) => (await guaranteed(facts)).verdict;
  expect(await verdict(world({}, {}, { qosClass: 'Guaranteed' }))).toBe('passed');
  expect(await verdict(world({}, {}, { qosClass: 'Burstable' }))).toBe('failed');
  const web = made('Deployment', 'web', { spec: { template: {} } });
  expect(await guaranteed(fakeFacts(fakeObjects([web])))).toMatchObject({
    actual: 'it has no pods',
  });
  expect(await verdict(fakeFacts(fakeObjects([])))).toBe('failed');
});
