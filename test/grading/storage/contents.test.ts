import { expect, test } from 'vitest';
import type { Facts } from '../../../src/grading/facts.ts';
import { fileHasLine, fileHolds, logHas } from '../../../src/grading/storage/contents.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { made } from './objects.ts';

/** A node with these plain files; grep finds no line in an empty one. */
function node(files: Record<string, string>): Partial<Facts> {
  return {
    node: () => ({
      read: async () => undefined,
      run: async (argv) => {
        const stdout = files[argv.at(-1) ?? ''] ?? '';
        return { exitCode: stdout === '' ? 1 : 0, stdout, stderr: '' };
      },
    }),
  };
}

const onNode = (text?: string) => fakeFacts(node(text === undefined ? {} : { '/srv/a': text }));
const kept = () => 'secret';

test.each(['frost', 'frost\n', 'rain\n  frost\r\nsun\n'])('%j has the line', async (text) => {
  expect(await fileHasLine('worker', '/srv/a', 'frost')(onNode(text))).toMatchObject({
    verdict: 'passed',
  });
});

test.each(['frosty', 'no frost'])('%j has not', async (text) => {
  expect(await fileHasLine('worker', '/srv/a', 'frost')(onNode(text))).toMatchObject({
    verdict: 'failed',
    expected: "/srv/a on worker has the line 'frost'",
    actual: `it holds '${text}'`,
  });
});

test('a file that is not there is a failure', async () => {
  const failure = { verdict: 'failed', actual: 'there is no such file, or nothing in it' };
  expect(await fileHasLine('worker', '/srv/a', 'frost')(onNode())).toMatchObject(failure);
  expect(await fileHolds('worker', '/srv/a', 'frost')(onNode())).toMatchObject(failure);
});

test('a file holds a text and nothing else', async () => {
  const holds = (text: string) => fileHolds('worker', '/srv/a', kept)(onNode(text));
  expect(await holds('secret')).toMatchObject({ verdict: 'passed' });
  expect(await holds('secret\n')).toMatchObject({ verdict: 'passed' });
  expect(await holds('secret\nmore\n')).toMatchObject({
    verdict: 'failed',
    expected: '/srv/a on worker holds what the lab put there',
    actual: "it holds 'secret / more'",
  });
});

test('a node that can’t be read is an error', async () => {
  const broken = fakeFacts({
    node: () => ({
      read: async () => undefined,
      run: async () => {
        throw new Error('no node');
      },
    }),
  });
  await expect(fileHasLine('worker', '/srv/a', 'frost')(broken)).rejects.toThrow('no node');
  await expect(fileHolds('worker', '/srv/a', 'frost')(broken)).rejects.toThrow('no node');
});

type Log = string | { code: number };

/** A pod whose containers printed this. */
function logging(logs: Record<string, Log>, there = true) {
  const containers = Object.keys(logs).map((name) => ({ name }));
  const pod = made('Pod', 'web', { namespace: 'here', spec: { containers } });
  const readNamespacedPodLog = async ({ container }: { container: string }) => {
    const log = logs[container];
    if (typeof log === 'string') return log;
    throw Object.assign(new Error('no log'), log);
  };
  return fakeFacts({
    ...fakeObjects(there ? [pod] : []),
    api: (() => ({ readNamespacedPodLog })) as never,
  });
}

const printed = (facts: Facts) => logHas({ name: 'web', namespace: 'here' }, 'frost', kept)(facts);

test('what was printed may come from several containers', async () => {
  expect(await printed(logging({ one: 'at first\nfrost\nsecret' }))).toMatchObject({
    verdict: 'passed',
  });
  expect(await printed(logging({ one: 'a: frost', two: 'b: secret' }))).toMatchObject({
    verdict: 'passed',
  });
});

test('what was not printed is named, and what the lab keeps is not shown', async () => {
  expect(await printed(logging({ one: 'frost\nrain' }))).toMatchObject({
    verdict: 'failed',
    expected: "the log of web has 'frost' and what the lab put there",
    actual: "it lacks what the lab put there: 'frost / rain'",
  });
});

test('no pod, and no container that started, printed nothing', async () => {
  const failure = { verdict: 'failed', actual: 'it is empty' };
  expect(await printed(logging({}, false))).toMatchObject(failure);
  expect(await printed(logging({ one: { code: 400 } }))).toMatchObject(failure);
});

test('a log that can’t be read is an error', async () => {
  await expect(printed(logging({ one: { code: 500 } }))).rejects.toThrow('no log');
});

test('to look for nothing is a mistake of the grader', async () => {
  const empty = () => ' ';
  const facts = logging({ one: 'frost' });
  await expect(logHas({ name: 'web', namespace: 'here' }, empty)(facts)).rejects.toThrow(
    'for nothing',
  );
  await expect(fileHasLine('worker', '/srv/a', empty)(onNode('frost\n\n'))).rejects.toThrow(
    'for nothing',
  );
  await expect(fileHolds('worker', '/srv/a', empty)(onNode('frost'))).rejects.toThrow(
    'for nothing',
  );
});
