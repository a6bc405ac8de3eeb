import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { InfrastructureError } from '../../src/errors.ts';
import { whyDistrusted } from '../../src/kube/serving.ts';

const client = { name: 'kubernetes', authority: '' };
let server: net.Server;

async function serving(answer: (socket: Socket) => void): Promise<string> {
  server = net.createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  server.close();
});

test('a server that shows no certificate is no answer', async () => {
  const address = await serving((socket) => socket.destroy());
  await expect(whyDistrusted(address, client)).rejects.toThrow(InfrastructureError);
  server.close();
  await once(server, 'close');
  await expect(whyDistrusted(address, client)).rejects.toThrow(`${address} did not show`);
});

test('a server that says nothing is waited for until the check has had its time', async () => {
  const address = await serving(() => {});
  const asked = whyDistrusted(address, { ...client, signal: AbortSignal.timeout(50) });
  await expect(asked).rejects.toThrow(InfrastructureError);
});
