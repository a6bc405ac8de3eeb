import { expect, test } from 'vitest';
import type { Facts } from '../../../src/grading/facts.ts';
import { podsHaveNames } from '../../../src/grading/network/pod-names.ts';
import { failed } from '../../../src/grading/verdict.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { made } from '../storage/objects.ts';

const namespace = 'here';
const look = podsHaveNames({
  namespace,
  pods: ['db-0', 'db-1'],
  service: 'peers',
  probe: 'Pod/visitor in here',
});
const pods = ['10.0.0.1', '10.0.0.2'].map((podIP, ordinal) =>
  made('Pod', `db-${ordinal}`, { namespace, status: { podIP } }),
);
const service = (clusterIP: string) => made('Service', 'peers', { namespace, spec: { clusterIP } });
const slice = (...hostnames: string[]) =>
  ({
    ...made('EndpointSlice', 'peers-1', { namespace }),
    endpoints: hostnames.map((hostname) => ({ hostname })),
  }) as KubeObject;

async function outcome(
  said: string,
  objects: KubeObject[] = [...pods, service('None'), slice('db-0', 'db-1')],
) {
  const exec: Facts['exec'] = async () => ({ exitCode: 0, stdout: `${said}end\n`, stderr: '' });
  const result = await look(fakeFacts({ exec, ...fakeObjects(objects) }));
  return result.verdict === 'failed' ? result.actual : 'passed';
}

test('each name is its own pod', async () => {
  expect(await outcome('1 10.0.0.2\n0 10.0.0.1\n')).toBe('passed');
});

test.each([
  [
    'an unknown name',
    '0 10.0.0.1\n',
    'db-1.peers.here.svc.cluster.local is unknown (the pod: 10.0.0.2)',
  ],
  ['another pod', '0 10.0.0.1\n1 10.0.0.1\n', 'is 10.0.0.1 (the pod: 10.0.0.2)'],
  ['two addresses', '0 10.0.0.1\n1 10.0.0.1\n1 10.0.0.2\n', 'is 10.0.0.1, 10.0.0.2'],
])('%s is wrong', async (_, said, actual) => {
  expect(await outcome(said)).toContain(actual);
});

test('what the DNS still knows of a Service that is another now does not count', async () => {
  const said = '0 10.0.0.1\n1 10.0.0.2\n';
  const slices = slice('db-0', 'db-1');
  expect(await outcome(said, [...pods, service('10.96.0.9'), slices])).toBe('it does not');
  expect(await outcome(said, [...pods, slices])).toBe('it does not');
  expect(await outcome(said, [...pods, service('None'), slice('db-0')])).toBe('it does not');
});

test('a probe that was deleted is the learner’s doing, one that fails is not', async () => {
  const gone = failed({ expected: 'the visitor', actual: 'deleted' });
  const objects = fakeObjects([...pods, service('None')]);
  expect(await look(fakeFacts({ exec: async () => gone, ...objects }))).toBe(gone);
  const exec: Facts['exec'] = async () => ({ exitCode: 127, stdout: '', stderr: 'no sh' });
  await expect(look(fakeFacts({ exec, ...objects }))).rejects.toThrow('ended with 127: no sh');
});
