import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import {
  type Kubeconfig,
  mergeKubeconfigs,
  readKubeconfig,
  selectContext,
  withAbsolutePaths,
  writeKubeconfig,
} from '../../src/kube/kubeconfig.ts';

const config = (name: string, server: string): Kubeconfig =>
  ({
    clusters: [
      { name, cluster: { server, 'certificate-authority': 'ca.crt', 'tls-server-name': 'x' } },
    ],
    users: [{ name, user: { exec: { command: 'login', args: ['--yes'] } } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'n' } }],
    'current-context': name,
  }) as unknown as Kubeconfig;

describe('merging', () => {
  test('keeps the first of two that have a name, and every field', () => {
    const merged = mergeKubeconfigs([config('a', 'one'), config('a', 'two'), config('b', 'three')]);
    expect(merged.clusters).toEqual([
      {
        name: 'a',
        cluster: { server: 'one', 'certificate-authority': 'ca.crt', 'tls-server-name': 'x' },
      },
      {
        name: 'b',
        cluster: { server: 'three', 'certificate-authority': 'ca.crt', 'tls-server-name': 'x' },
      },
    ]);
    expect(merged.users?.map(({ user }) => user)).toEqual([
      { exec: { command: 'login', args: ['--yes'] } },
      { exec: { command: 'login', args: ['--yes'] } },
    ]);
    expect(merged['current-context']).toBe('a');
  });
  test('bears files without lists', () => {
    expect(mergeKubeconfigs([{ clusters: null }, config('a', 'one')]).clusters?.length).toBe(1);
  });
});

test('one context is selected with its cluster and user alone', () => {
  const merged = mergeKubeconfigs([config('a', 'one'), config('b', 'two')]);
  const selected = selectContext(merged, 'b');
  expect(selected?.clusters?.map(({ name }) => name)).toEqual(['b']);
  expect(selected?.['current-context']).toBe('b');
  expect(selectContext(merged, 'c')).toBeUndefined();
});

test('files are named by their whole path', () => {
  const { clusters } = withAbsolutePaths(config('a', 'one'), '/etc/some');
  expect(clusters?.[0]?.cluster?.['certificate-authority']).toBe('/etc/some/ca.crt');
});

test('what is written can be read again', () => {
  expect(load(writeKubeconfig(config('a', 'one')))).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    ...config('a', 'one'),
  });
});

test.each(['', '# nothing yet\n'])('%j is an empty one', (text) => {
  expect(readKubeconfig(text, 'f')).toEqual({});
});

test.each(['[1, 2]', 'a: [', 'just text', 'a: 1\n---\nb: 2'])('%s is no kubeconfig', (text) => {
  expect(() => readKubeconfig(text, 'f')).toThrow(/^f is not/);
});
