import { expect, test, vi } from 'vitest';
import {
  cameByRequest,
  isValidFor,
  keyIsIn,
  leadsHere,
  userIs,
} from '../../../src/grading/access/user-certificate.ts';
import type { Look } from '../../../src/grading/define.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';
import { issue, type Pair } from './authority.ts';

const FILE = 'mira.kubeconfig';
const [authority, stranger] = [issue('/CN=kubernetes'), issue('/CN=kubernetes')];
const mira = issue('/O=clerks/CN=mira', { by: authority });

const config = (name: string, data: object, namespace: string) =>
  ({ ...object('ConfigMap', name, namespace), data }) as KubeObject;
const cluster = [
  config('kube-root-ca.crt', { 'ca.crt': authority.certificate }, 'kube-system'),
  config(
    'extension-apiserver-authentication',
    { 'client-ca-file': `${stranger.certificate.trim()}\n${authority.certificate}` },
    'kube-system',
  ),
];

const base64 = (text: string) => Buffer.from(text).toString('base64');

interface Written {
  pair?: Partial<Pair>;
  user?: object;
  cluster?: object;
  context?: object;
  current?: string;
}

/** A kubeconfig; JSON is YAML. */
function kubeconfig({ pair = mira, user, cluster, context, current = 'work' }: Written = {}) {
  const { certificate, key } = pair;
  return JSON.stringify({
    'current-context': current,
    contexts: [
      { name: 'other', context: {} },
      { name: 'work', context: { cluster: 'c', user: 'u', namespace: 'desk', ...context } },
    ],
    clusters: [
      {
        name: 'c',
        cluster: {
          server: 'https://localhost:6443/',
          'certificate-authority-data': base64(authority.certificate),
          ...cluster,
        },
      },
    ],
    users: [
      {
        name: 'u',
        user: {
          ...(certificate && { 'client-certificate-data': base64(certificate) }),
          ...(key && { 'client-key-data': base64(key) }),
          ...user,
        },
      },
    ],
  });
}

async function look(ask: Look, files: Record<string, string>, ...objects: KubeObject[]) {
  const facts = fakeFacts({
    serverInside: 'https://lab-control-plane:6443',
    file: async (name) => files[name],
    ...fakeObjects([...cluster, ...objects]),
  });
  const outcome = await ask(facts);
  return outcome.verdict === 'failed' ? outcome.actual : 'passed';
}

const asMira = userIs(FILE, { user: 'mira', groups: ['clerks'] });

test.each<[string, Written, string]>([
  ['the right one', {}, 'passed'],
  ['another CN', { pair: issue('/O=clerks/CN=mia', { by: authority }) }, 'its CN is mia'],
  ['no group', { pair: issue('/CN=mira', { by: authority }) }, 'its O is empty'],
  [
    'a group too many',
    { pair: issue('/O=clerks/O=system:masters/CN=mira', { by: authority }) },
    'its O is clerks and system:masters',
  ],
  [
    'mixed up',
    { pair: issue('/O=mira/CN=clerks', { by: authority }) },
    'its CN is clerks; its O is mira',
  ],
  ['by itself', { pair: issue('/O=clerks/CN=mira') }, 'it is not issued by the cluster'],
  [
    'for servers',
    { pair: issue('/O=clerks/CN=mira', { by: authority, purpose: 'serverAuth' }) },
    'it is not for clients',
  ],
  ['another key', { pair: { ...mira, key: stranger.key } }, 'the key beside it is of another one'],
  ['no key', { pair: { certificate: mira.certificate } }, 'there is no key beside it'],
  ['a token too', { user: { token: 'x' } }, "the user's entry also has token"],
  ['notes of a program', { user: { extensions: [{ name: 'x' }], token: '' } }, 'passed'],
  ['a program', { user: { exec: { command: 'x' } } }, "the user's entry also has exec"],
  ['nothing', { pair: {} }, 'there is none that can be read'],
  ['something else', { pair: { certificate: 'x', key: 'y' } }, 'there is none that can be read'],
])('a certificate: %s', async (_, written, actual) => {
  expect(await look(asMira, { [FILE]: kubeconfig(written) })).toBe(actual);
});

test.each<[string, string | undefined, string]>([
  ['no file', undefined, 'there is no file that can be read'],
  ['no YAML', 'a: [', 'it is not YAML'],
  ['nothing', '', 'it is not YAML'],
  ['a word', 'kubeconfig', 'it is not YAML'],
  ['no such context', kubeconfig({ current: 'nowhere' }), 'it has no context "nowhere"'],
  ['no such user', kubeconfig({ context: { user: 'anna' } }), 'it has no user "anna"'],
  ['no such cluster', kubeconfig({ context: { cluster: 'd' } }), 'it has no cluster "d"'],
  ['an empty context', kubeconfig({ current: 'other' }), 'it has no cluster "undefined"'],
])('a kubeconfig with %s', async (_, text, actual) => {
  expect(await look(asMira, text === undefined ? {} : { [FILE]: text })).toBe(actual);
});

test('a kubeconfig may name files, from where it is or by whole paths', async () => {
  const text = kubeconfig({
    pair: {},
    user: { 'client-certificate': 'pki/mira.crt', 'client-key': '/srv/mira.key' },
  });
  const files = { 'in/mira.kubeconfig': text, 'in/pki/mira.crt': mira.certificate };
  const asked = userIs('in/mira.kubeconfig', { user: 'mira', groups: ['clerks'] });
  expect(await look(asked, { ...files, '/srv/mira.key': mira.key })).toBe('passed');
  expect(await look(asked, files)).toBe('there is no key beside it');
});

test.each<[string, string | undefined, string]>([
  ['the same', mira.key, 'passed'],
  ['another one', stranger.key, 'they are two keys'],
  ['missing', undefined, 'mira.key holds no private key'],
  ['a certificate', mira.certificate, 'mira.key holds no private key'],
])('the key that was made is %s', async (_, key, actual) => {
  const files = { [FILE]: kubeconfig(), ...(key === undefined ? {} : { 'mira.key': key }) };
  expect(await look(keyIsIn('mira.key', FILE), files)).toBe(actual);
});

test('how long it is valid', async () => {
  const files = { [FILE]: kubeconfig() };
  expect(await look(isValidFor(FILE, 5 * 86_400), files)).toBe('passed');
  expect(await look(isValidFor(FILE, 2 * 86_400), files)).toBe('it is valid for 120 hours');
});

test.each<[string, Written, string]>([
  ['here', {}, 'passed'],
  ['by number', { cluster: { server: 'https://127.0.0.1:6443' } }, 'passed'],
  [
    'here, from inside the network',
    { cluster: { server: 'https://lab-control-plane:6443' } },
    'passed',
  ],
  [
    'elsewhere',
    { cluster: { server: 'https://10.0.0.1:6443' } },
    'its server is https://10.0.0.1:6443',
  ],
  [
    'below a path',
    { cluster: { server: 'https://127.0.0.1:6443/x' } },
    'its server is https://127.0.0.1:6443/x',
  ],
  [
    'without TLS',
    { cluster: { server: 'http://127.0.0.1:6443' } },
    'its server is http://127.0.0.1:6443',
  ],
  [
    'to whoever answers',
    { cluster: { 'insecure-skip-tls-verify': true, 'certificate-authority-data': '' } },
    "it does not ask for the server's certificate; it has no certificate authority",
  ],
  [
    'by another authority',
    { cluster: { 'certificate-authority-data': base64(stranger.certificate) } },
    'it has another certificate authority',
  ],
  ['around', { cluster: { 'proxy-url': 'http://me' } }, 'it goes by http://me'],
  ['into no namespace', { context: { namespace: undefined } }, 'its namespace is not said'],
])('a kubeconfig leads %s', async (_, written, actual) => {
  expect(await look(leadsHere(FILE, 'desk'), { [FILE]: kubeconfig(written) })).toBe(actual);
});

const SIGNER = 'kubernetes.io/kube-apiserver-client';
const request = (status: object, signerName = SIGNER) => {
  const made = object('CertificateSigningRequest', 'desk-mira');
  return { ...made, spec: { signerName }, status } as KubeObject;
};
const asked = cameByRequest({ file: FILE, name: 'desk-mira', since: 'Role/clerk in desk' });

test.each<[string, KubeObject[], string]>([
  ['it', [request({ certificate: base64(mira.certificate) })], 'passed'],
  ['another', [request({ certificate: base64(stranger.certificate) })], 'it is another one'],
  ['none', [], 'there is no such request'],
  [
    'another signer',
    [request({ certificate: base64(mira.certificate) }, 'example.com/mine')],
    'example.com/mine',
  ],
  ['none yet', [request({})], 'it has no certificate; the request is Pending'],
  [
    'none, ever',
    [request({ conditions: [{ type: 'Denied' }] })],
    'it has no certificate; the request is Denied',
  ],
])('the request was answered with %s', async (_, objects, actual) => {
  expect(await look(asked, { [FILE]: kubeconfig() }, ...objects)).toBe(actual);
});

test('an approved request is removed after an hour', async () => {
  vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
  const seeded = (minutes: number) => {
    const role = object('Role', 'clerk', 'desk');
    const created = new Date(Date.now() - minutes * 60_000).toISOString();
    return { ...role, metadata: { ...role.metadata, creationTimestamp: created } } as KubeObject;
  };
  expect(await look(asked, { [FILE]: kubeconfig() }, seeded(65))).toBe('passed');
  // Dated back to before there was anything to ask for.
  for (const objects of [[seeded(20)], []]) {
    expect(await look(asked, { [FILE]: kubeconfig() }, ...objects)).toBe(
      'there is no such request',
    );
  }
  vi.useRealTimers();
});
