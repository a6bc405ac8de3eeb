import { expect, test } from 'vitest';
import type { Facts } from '../../../src/grading/facts.ts';
import { serves } from '../../../src/grading/network/serves.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';

const asked = {
  service: 'Service/web in shop',
  workload: 'Deployment/web in shop',
  probe: 'Pod/probe in shop',
  pages: { '/': 'hello', '/rules.html': 'knock' },
};
const service = (clusterIP: string) =>
  ({
    ...object('Service', 'web', 'shop'),
    spec: { clusterIP, ports: [{ name: 'http', port: 80 }] },
  }) as KubeObject;
const slice = {
  ...object('EndpointSlice', 'web-1', 'shop'),
  ports: [
    { name: 'http', port: 8080 },
    { name: 'metrics', port: 9000 },
  ],
  endpoints: [
    { addresses: ['10.0.0.1'], conditions: { ready: true } },
    { addresses: ['10.0.0.2'], conditions: { ready: false } },
  ],
} as KubeObject;

/** What each place answers; those that are not there are silent. */
async function look(said: Record<string, string>, objects = [service('10.96.0.1'), slice]) {
  const exec: Facts['exec'] = async (_, [, , , , ...urls] = []) => {
    const lines = urls.map((url, index) => {
      const text = said[url.replace('http://', '')];
      return text === undefined ? `${index} -` : `${index} +${text}`;
    });
    return { exitCode: 0, stdout: [...lines, 'end', ''].join('\n'), stderr: '' };
  };
  const outcome = await serves(asked)(fakeFacts({ exec, ...fakeObjects(objects) }));
  return outcome.verdict === 'failed' ? outcome.actual : 'passed';
}

const right = {
  '10.96.0.1:80/': 'hello',
  '10.96.0.1:80/rules.html': 'knock',
  '10.0.0.1:8080/': 'hello',
  '10.0.0.1:8080/rules.html': 'knock',
};

test('the Service and everybody behind it answer with the pages', async () => {
  expect(await look(right)).toBe('passed');
  expect(await look({ ...right, '10.96.0.1:80/': 'bye' })).toBe('it answers "bye"');
  expect(await look({ ...right, '10.0.0.1:8080/': 'bye' })).toBe(
    '10.0.0.1:8080, behind it, answers "bye"',
  );
});

test('silence is no page', async () => {
  const { '10.96.0.1:80/rules.html': _, ...rest } = right;
  expect(await look(rest)).toBe('it gives no such page');
  expect(await look({})).toBe('it gives no such page');
});

test('a Service without an address has no pages', async () => {
  expect(await look(right, [service('None'), slice])).toBe('it has no address');
  expect(await look(right, [])).toBe('there is no such Service');
});
