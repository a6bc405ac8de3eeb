import { expect, test } from 'vitest';
import type { NodeReader } from '../../../src/grading/node.ts';
import { kubeletAsBefore } from '../../../src/grading/nodes/kubelet-settings.ts';
import { fakeFacts } from '../fakes.ts';
import { worded } from '../worded.ts';

const ARGS = ['/usr/bin/kubelet', '--kubeconfig=/k.conf', '--node-ip=1.2.3.4'];
const CONFIG = 'a: 1\nb: { c: true }\n';

interface Given {
  args?: string[];
  config?: string;
  kubeconfig?: string;
}

function node({ args = ARGS, config = CONFIG, kubeconfig = 'users: []' }: Given): NodeReader {
  const files = new Map([
    ['/k.conf', kubeconfig],
    ['/k.pem', CERTIFICATE],
  ]);
  return {
    read: async (path) => files.get(path) ?? config,
    run: async ([program]) => ({
      exitCode: 0,
      stdout: program === 'cat' ? args.map((arg) => `${arg}\0`).join('') : 'MainPID=7\n',
      stderr: '',
    }),
  };
}

/** Of O=system:nodes, CN=system:node:n; nothing trusts it. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBtTCCAVugAwIBAgIUbMsU1scTTeZ7qreU4xWxwwtFGtwwCgYIKoZIzj0EAwIw
LzEVMBMGA1UECgwMc3lzdGVtOm5vZGVzMRYwFAYDVQQDDA1zeXN0ZW06bm9kZTpu
MCAXDTI2MTEyMzAxMTYyM1oYDzIxMjYxMDMwMDExNjIzWjAvMRUwEwYDVQQKDAxz
eXN0ZW06bm9kZXMxFjAUBgNVBAMMDXN5c3RlbTpub2RlOm4wWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATNwsSogFWV+qzQDK10jN2sVyCquiLRATzvXckfXPRxSb2z
Z9t3adnrnMQcMyORdYSqf9cLfRmtq6zRkKC5YtAUo1MwUTAdBgNVHQ4EFgQU38X+
MZ9hsitsyxu9XUiAGMz8QXAwHwYDVR0jBBgwFoAU38X+MZ9hsitsyxu9XUiAGMz8
QXAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBjGMUReqavbzDW
PFyIbN7beVwO/VbH+JJM8humEFtNqgIhAIfTOIbL6ytMRGUuEyOKTHVOcvw0eeOP
AqMS8TGvbL7R
-----END CERTIFICATE-----`;

const printed = () => `${JSON.stringify({ args: ARGS, config: CONFIG })}\n`;

async function actualOf(given: Given) {
  const look = kubeletAsBefore('worker', 'n', printed);
  const outcome = worded(await look(fakeFacts({ node: () => node(given) })));
  return outcome.verdict === 'failed' ? outcome.actual : undefined;
}

// None of these has a certificate.
const NOBODY = 'to the API server it is nobody';

test.each([
  ['as before, written in another way', { config: 'b:\n  c: true\na: 1\n' }, NOBODY],
  ['another flag', { args: [...ARGS, '--x'] }, `${NOBODY}; kubelet: --x: true was added`],
  [
    'another value',
    { config: 'a: 2\nb: { c: true }\n' },
    `${NOBODY}; /var/lib/kubelet/config.yaml: a: 1 → 2`,
  ],
  ['no YAML', { config: 'a: [' }, `/var/lib/kubelet/config.yaml is no YAML; ${NOBODY}`],
])('%s', async (_case, given, actual) => {
  expect(await actualOf(given)).toBe(actual);
});

test.each([
  ['a file', 'users: [{ user: { client-certificate: /k.pem } }]'],
  ['in itself', `users: [{ user: { client-certificate-data: ${btoa(CERTIFICATE)} } }]`],
])('as before, with its certificate in %s', async (_case, kubeconfig) => {
  expect(await actualOf({ kubeconfig })).toBeUndefined();
});

test('what was not kept is an error', async () => {
  const look = kubeletAsBefore('worker', 'n', () => '');
  await expect(look(fakeFacts({ node: () => node({}) }))).rejects.toThrow('not kept');
});
