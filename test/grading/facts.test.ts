import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ComponentDown } from '../../src/grading/component-down.ts';
import { createFacts } from '../../src/grading/facts.ts';
import { nothingRecorded } from './fakes.ts';

async function factsOf(port: number, grades: string[] = []) {
  const config = {
    clusters: [
      {
        name: 'c',
        cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true },
      },
    ],
    users: [{ name: 'u', user: {} }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  return createFacts({
    kubeconfig: JSON.stringify(config),
    lab: { grades: grades as never },
    recorded: nothingRecorded,
    nodes: {
      names: async () => ['demo-control-plane', 'demo-worker'],
      run: async (node) => ({
        stdout: '',
        stderr: '',
        exitCode: node === 'demo-control-plane' ? 0 : 1,
      }),
    },
    signal: new AbortController().signal,
  });
}

/** Runs `work` with the port of a server that answers like this. */
async function withServer<T>(
  answer: RequestListener,
  work: (port: number) => Promise<T>,
): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test('no answer is an outage of the API server; a refusal is none', async () => {
  const free = await withServer(
    () => {},
    async (port) => port,
  );
  await expect((await factsOf(free)).get('Pod/a in b')).rejects.toBeInstanceOf(ComponentDown);
  await withServer(
    (_request, response) => {
      response.statusCode = 403;
      response.end('{"reason":"Forbidden"}');
    },
    async (port) => {
      const refused = (await factsOf(port)).get('Pod/a in b');
      await expect(refused).rejects.toThrow('403 Forbidden');
      await expect(refused).rejects.not.toBeInstanceOf(ComponentDown);
    },
  );
});

test('a check that is out of time ends its requests, not those of others', async () => {
  const server: RequestListener = (request, response) => {
    if (request.url === '/api/v1/namespaces/slow') return;
    response.end('{"items":[]}');
  };
  await withServer(server, async (port) => {
    const facts = await factsOf(port);
    const control = new AbortController();
    const slow = facts.until(control.signal).api('CoreV1Api').readNamespace({ name: 'slow' });
    setTimeout(() => control.abort(), 50);
    await expect(slow).rejects.toThrow('got no answer');
    expect((await facts.resources()).types).toEqual([]);
  });
});

test('discovery is asked once for all checks, and again after it failed', async () => {
  let broken = true;
  const asked: (string | undefined)[] = [];
  const server: RequestListener = (request, response) => {
    asked.push(request.url);
    response.statusCode = broken ? 500 : 200;
    response.end('{"items":[]}');
  };
  await withServer(server, async (port) => {
    const facts = await factsOf(port);
    await expect(facts.resources()).rejects.toThrow('500');
    broken = false;
    asked.length = 0;
    const { signal } = new AbortController();
    await Promise.all([facts.resources(), facts.until(signal).resources(), facts.resources()]);
    expect(asked.toSorted()).toEqual(['/api', '/apis']);
  });
});

test('what the lab grades, and whether its control plane runs', async () => {
  const facts = await factsOf(1, ['apiserver']);
  expect([facts.grades('apiserver'), facts.grades('etcd')]).toEqual([true, false]);
  expect(await facts.nodeRuns()).toBe(true);
});

test('where the API server may be down, its own errors and its silence are outages', async () => {
  const without: RequestListener = (request, response) => {
    if (request.url === '/api/v1/namespaces/silent') return;
    response.statusCode = request.url === '/apis/metrics.k8s.io/v1beta1' ? 503 : 500;
    response.end('{"message":"etcdserver: request timed out"}');
  };
  await withServer(without, async (port) => {
    const facts = await factsOf(port, ['etcd']);
    await expect(facts.apiReady()).rejects.toBeInstanceOf(ComponentDown);
    await expect(facts.resources()).rejects.toThrow('etcdserver: request timed out');
    await expect(facts.resources()).rejects.toBeInstanceOf(ComponentDown);
    const silent = facts.api('CoreV1Api').readNamespace({ name: 'silent' });
    await expect(silent).rejects.toBeInstanceOf(ComponentDown);
    // Elsewhere only no answer at all is one.
    const other = (await factsOf(port)).resources();
    await expect(other).rejects.not.toBeInstanceOf(ComponentDown);
  });
});

test('the API server is ready when it says so', async () => {
  let ready = true;
  const server: RequestListener = (_request, response) => {
    response.statusCode = ready ? 200 : 403;
    response.end('ok');
  };
  await withServer(server, async (port) => {
    const facts = await factsOf(port);
    await facts.apiReady();
    ready = false;
    await expect(facts.apiReady()).rejects.toThrow('not ready: 403');
  });
});
