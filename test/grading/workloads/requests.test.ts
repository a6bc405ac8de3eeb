import { expect, test } from 'vitest';
import { podsRequest } from '../../../src/grading/workloads/requests.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { aPod, aReplicaSet, made } from './objects.ts';

const web = made(
  'Deployment',
  'web',
  {
    spec: { replicas: 1 },
    status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 },
  },
  { generation: 1 },
);
const set = aReplicaSet(web, 1);

function look(...containers: object[]) {
  const pod = aPod(set, 'web-1', { spec: { containers } });
  const asked = podsRequest('Deployment/web in shop', 'cpu', { app: '10m', log: '5m' });
  return asked(fakeFacts(fakeObjects([web, set, pod])));
}
const container = (name: string, cpu?: string) => ({
  name,
  resources: cpu === undefined ? {} : { requests: { cpu } },
});

test('amounts are compared, however they are written', async () => {
  const found = await look(container('app', '0.01'), container('log', '5m'), container('more'));
  expect(found).toMatchObject({ verdict: 'passed' });
});

test('what differs is named', async () => {
  expect(await look(container('app', '10'), container('log'))).toMatchObject({
    verdict: 'failed',
    expected: 'containers that request cpu: app 10m, log 5m',
    actual: 'app 10, log requests none',
  });
  expect(await look(container('app', '10m'))).toMatchObject({
    actual: 'there is no container log',
  });
});
