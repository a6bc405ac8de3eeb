import { expect, test } from 'vitest';
import { autoscales, looksBack } from '../../../src/grading/workloads/autoscaler.ts';
import { grewTo, readsUtilization } from '../../../src/grading/workloads/autoscaling.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { aPod, aReplicaSet, made } from './objects.ts';

const REF = 'HorizontalPodAutoscaler/tide in shop';
const WEB = 'Deployment/web in shop';
const asked = { scales: WEB, least: 2, most: 5, utilization: 60 };

const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
const percent = (averageUtilization: number) => cpu({ type: 'Utilization', averageUtilization });
const spec = {
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
  minReplicas: 2,
  maxReplicas: 5,
  metrics: [percent(60)],
};
const autoscaler = (more: object = {}, name = 'tide', status: object = {}) =>
  made('HorizontalPodAutoscaler', name, { spec: { ...spec, ...more }, status });
const factsOf = (...objects: KubeObject[]) => fakeFacts(fakeObjects(objects));

test('an autoscaler as asked passes', async () => {
  expect(await autoscales(REF, asked)(factsOf(autoscaler()))).toMatchObject({ verdict: 'passed' });
});

test.each([
  [{ minReplicas: undefined }, '1 to 5 pods'],
  [{ maxReplicas: 6 }, '2 to 6 pods'],
  [{ metrics: [percent(50)] }, 'cpu 50 %'],
  [{ metrics: [cpu({ type: 'AverageValue', averageValue: '60m' })] }, 'cpu 60m a pod'],
  [{ metrics: [percent(60), { type: 'Pods' }] }, 'cpu 60 % and a metric of type Pods'],
  [{ metrics: [] }, 'no metric'],
  [
    {
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: { name: 'cpu', container: 'app', target: { averageUtilization: 60 } },
        },
      ],
    },
    'cpu of the container app 60 %',
  ],
  [{ scaleTargetRef: { kind: 'Deployment', name: 'web' } }, 'scales Deployment web'],
  [
    { scaleTargetRef: { ...spec.scaleTargetRef, kind: 'ReplicaSet', name: 'web-1' } },
    'scales ReplicaSet web-1',
  ],
])('%j fails', async (more, actual) => {
  expect(await autoscales(REF, asked)(factsOf(autoscaler(more)))).toMatchObject({
    verdict: 'failed',
    actual,
  });
});

test('nobody else scales the workload', async () => {
  const facts = factsOf(autoscaler(), autoscaler({}, 'web'));
  expect(await autoscales(REF, asked)(facts)).toMatchObject({ actual: 'web scales it too' });
  expect(await autoscales(REF, asked)(factsOf())).toMatchObject({
    actual: 'there is no such autoscaler',
  });
});

test.each([
  [{ scaleDown: { stabilizationWindowSeconds: 90 } }, undefined],
  [{ scaleUp: { stabilizationWindowSeconds: 90 } }, 'it looks back 300 s'],
  [undefined, 'it looks back 300 s'],
  [
    { scaleDown: { stabilizationWindowSeconds: 90, selectPolicy: 'Disabled' } },
    'it takes none away',
  ],
])('behavior %j', async (behavior, actual) => {
  const found = await looksBack(REF, 90)(factsOf(autoscaler({ behavior })));
  if (actual === undefined) expect(found).toMatchObject({ verdict: 'passed' });
  else expect(found).toMatchObject({ verdict: 'failed', actual });
});

const web = made(
  'Deployment',
  'web',
  {
    spec: { replicas: 5 },
    status: { observedGeneration: 1, replicas: 5, updatedReplicas: 5, availableReplicas: 5 },
  },
  { generation: 1 },
);
const set = aReplicaSet(web, 1);
const requests = { resources: { requests: { cpu: '10m' } } };
const pods = (container: object) =>
  [1, 2, 3, 4, 5].map((number) =>
    aPod(set, `web-${number}`, { spec: { containers: [{ name: 'app', ...container }] } }),
  );
const reading = {
  desiredReplicas: 5,
  conditions: [{ type: 'ScalingActive', status: 'True' }],
  currentMetrics: [{ resource: { name: 'cpu', current: { averageUtilization: 200 } } }],
};

test('it reads when the controller says so, with a figure', async () => {
  const facts = factsOf(autoscaler({}, 'tide', reading), web, set, ...pods(requests));
  expect(await readsUtilization(REF, WEB)(facts)).toMatchObject({ verdict: 'passed' });
  expect(await grewTo(REF, WEB, 5)(facts)).toMatchObject({ verdict: 'passed' });
  expect(await grewTo(REF, WEB, 4)(facts)).toMatchObject({
    verdict: 'failed',
    actual: 'it wants 5 pods, at a CPU utilization of 200 %',
  });
});

test('why it does not read is said', async () => {
  const conditions = [{ type: 'ScalingActive', status: 'False', message: 'no metrics' }];
  const facts = factsOf(autoscaler({}, 'tide', { ...reading, conditions }), web, set, ...pods({}));
  expect(await readsUtilization(REF, WEB)(facts)).toMatchObject({
    verdict: 'failed',
    actual: 'no metrics; the container app requests no CPU',
  });
});
