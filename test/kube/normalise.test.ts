import { expect, test } from 'vitest';
import { normalise } from '../../src/kube/normalise.ts';

const NOTE = 'kubectl.kubernetes.io/restartedAt';

test('what kubectl debug adds to a pod is no change of it', () => {
  const pod = { kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'web' }] } };
  const looked = {
    ...pod,
    spec: { ...pod.spec, ephemeralContainers: [{ name: 'debugger-x', image: 'busybox' }] },
  };
  expect(normalise(looked)).toEqual(normalise(pod));
  expect(normalise({ ...pod, spec: { containers: [] } })).not.toEqual(normalise(pod));
});

test('the note of `rollout restart` is none either; others of the template are', () => {
  const deployment = (annotations?: object) => ({
    kind: 'Deployment',
    metadata: { name: 'web', annotations: { [NOTE]: 'now' } },
    spec: {
      template: { metadata: { labels: { app: 'web' }, ...(annotations && { annotations }) } },
    },
  });
  const plain = normalise(deployment());
  expect(plain).toEqual({
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { metadata: { labels: { app: 'web' } } } },
  });
  expect(normalise(deployment({ [NOTE]: 'now' }))).toEqual(plain);
  expect(normalise(deployment({ [NOTE]: 'now', mine: 'x' }))).not.toEqual(plain);
});
