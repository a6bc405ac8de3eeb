import { expect, test } from 'vitest';
import { KnownError } from '../../src/errors.ts';
import { imageChoice, pulledElseBuild, pullImage } from '../../src/image/pull.ts';
import { fakes } from '../setup/fakes.ts';

const runtime = { name: 'docker', version: '26.1.5' } as const;
const reference = 'kindest/node:v1.37.0@sha256:0';
const daemon = (text: string) => `echo "Error response from daemon: ${text}" >&2; exit 1`;

test.each([
  ['unreachable', 'dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: no such host'],
  [
    'unreachable',
    'Get https://registry-1.docker.io/v2/: net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
  ],
  [
    'unreachable',
    'Get https://registry-1.docker.io/v2/: proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused',
  ],
  ['unreachable', 'received unexpected HTTP status: 503 Service Unavailable'],
  [
    'limit',
    'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
  ],
  ['missing', 'manifest for kindest/node@sha256:0 not found: manifest unknown: manifest unknown'],
  [
    'denied',
    'pull access denied for kindest/node, repository does not exist or may require docker login',
  ],
  ['denied', 'Get https://mirror.invalid/v2/: unauthorized: authentication required'],
  ['disk', 'failed to register layer: write /usr/bin/kubelet: no space left on device'],
  [
    'other',
    'Get https://mirror.invalid/v2/: tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
])('a pull that fails is told as %s', async (kind, text) => {
  const { context } = await fakes({
    docker: `echo "v1.37.0: Pulling from kindest/node"; ${daemon(text)}`,
  });
  expect(await pullImage(context, runtime, reference)).toEqual({ kind, line: text });
});

test('what podman says, and what is no line for a terminal, is cleaned', async () => {
  const script = `printf 'Trying to pull docker.io/kindest/node...\\nError: dial tcp \\033[31mred\\033[0m\\a: refused\\n\\n' >&2; exit 125`;
  const { context } = await fakes({ docker: script });
  expect(await pullImage(context, runtime, reference)).toEqual({
    kind: 'unreachable',
    line: 'dial tcp red : refused',
  });
});

test('one that fails without a word is told by its exit code', async () => {
  const { context } = await fakes({ docker: 'exit 7' });
  const refusal = await pullImage(context, runtime, reference);
  expect(refusal).toEqual({ kind: 'other', line: 'it ended with 7 and said nothing' });
});

test('a registry that says nothing is given up, one that is slow is not', async () => {
  const { context, program } = await fakes({ docker: 'exec sleep 60' });
  const started = Date.now();
  const refusal = await pullImage(context, runtime, reference, { within: 1500 });
  expect(refusal).toMatchObject({ kind: 'unreachable', line: expect.stringContaining('nothing') });
  expect(Date.now() - started).toBeLessThan(5_000);

  await program('docker', 'echo "Trying to pull it..." >&2; exec sleep 60');
  expect(await pullImage(context, runtime, reference, { within: 1500 })).toBeDefined();
  await program('docker', 'echo "v1.37.0: Pulling from kindest/node"; sleep 3; echo done');
  expect(await pullImage(context, runtime, reference, { within: 1500 })).toBeUndefined();
});

async function decide(
  line: string,
  { yes = false, choice }: { yes?: boolean; choice?: string } = {},
) {
  const made = await fakes(
    { docker: line === '' ? '' : daemon(line) },
    { yes, env: choice === undefined ? {} : { CKA_LAB_IMAGES: choice } },
  );
  const { context } = made;
  const pull = () => pullImage(context, runtime, reference);
  const wanted = { what: 'a node image', time: 'ten minutes', pull };
  const outcome = await pulledElseBuild(context, runtime, wanted).catch((error: unknown) => error);
  return { ...made, outcome, error: outcome as KnownError, calls: await made.calls() };
}

const UNREACHABLE = 'dial tcp: no such host';

test('what was pulled is taken, and nobody is asked', async () => {
  const { outcome, questions, notes } = await decide('');
  expect(outcome).toBe(true);
  expect([...questions, ...notes]).toEqual([]);
});

test('where it can not be pulled the reason is shown, and building is asked about', async () => {
  const { outcome, questions, notes } = await decide(UNREACHABLE, { yes: true });
  expect(outcome).toBe(false);
  expect(questions).toEqual([expect.stringContaining('Build it now?')]);
  for (const text of [questions[0], notes[0]]) {
    expect(text).toMatch(new RegExp(`^A node image could not be pulled: ${UNREACHABLE}\n`));
  }
  expect(questions[0]).toContain('CKA_LAB_IMAGES=pull never builds, CKA_LAB_IMAGES=build never');
});

test('refused, it says what to type', async () => {
  const { error, questions } = await decide(UNREACHABLE);
  expect(error).toBeInstanceOf(KnownError);
  expect(error.message).toContain(UNREACHABLE);
  expect(error.next).toMatch(/--yes.*CKA_LAB_IMAGES=build/);
  expect(questions).toHaveLength(1);
});

test.each([
  ['toomanyrequests: rate limit', /Wait.*docker login/],
  ['unauthorized: authentication required', /docker login/],
  ['manifest unknown', /mirror/],
])('%s has its own advice', async (line, advice) => {
  const { error, questions } = await decide(line);
  expect(error.next).toMatch(advice);
  expect(questions[0]).toMatch(advice);
});

test('a full disk is no reason to build', async () => {
  const { error, questions } = await decide('no space left on device', { yes: true });
  expect(error.next).toContain('Make room');
  expect(questions).toEqual([]);
});

test('CKA_LAB_IMAGES decides beforehand', async () => {
  const build = await decide('', { choice: 'build' });
  expect(build).toMatchObject({ outcome: false, calls: [], questions: [] });
  const pull = await decide(UNREACHABLE, { choice: 'pull', yes: true });
  expect(pull.error).toBeInstanceOf(KnownError);
  expect(pull.questions).toEqual([]);
  const either = await decide(UNREACHABLE, { choice: 'either' });
  expect(either).toMatchObject({ outcome: false, questions: [] });
  expect(() => imageChoice({ env: { CKA_LAB_IMAGES: 'no' } })).toThrow('pull, build and either');
});
