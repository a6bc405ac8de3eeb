import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { instantiate, variants } from '../../src/lab/instance.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { folderWith, LAB_YAML, SCRIPT, smallLab } from './folder.ts';

async function labOf(files: Record<string, string>): Promise<Lab> {
  const root = await folderWith(files);
  return (await loadBank([labFolders(root)])).require('small');
}

test('a lab with values in every place', async () => {
  const text = LAB_YAML.replace('seed:\n', 'seed:\n  - run: seed/{{account}}.sh\n    on: worker\n')
    .replace('external: true', 'external: false\nprobes: ["Pod/{{lab}} in {{namespace}}"]')
    .replace(
      'owns:\n',
      'owns:\n  objects: ["ClusterRole/{{account}}"]\n  paths: ["/srv/{{account}}"]\n',
    );
  const scripts = ['releaser', 'shipper', 'deploy-bot'].map((name) => [
    `labs/small/seed/${name}.sh`,
    SCRIPT,
  ]);
  const lab = await labOf({
    ...smallLab({ 'labs/small/lab.yaml': text }),
    ...Object.fromEntries(scripts),
  });
  const instance = instantiate(lab, 'abc');

  expect(instance).toMatchObject({
    id: 'small',
    seed: 'abc',
    points: 8,
    passMark: 66,
    grades: [],
    parts: [],
  });
  expect(instance.lab).toBe(lab);
  expect(instance.parameters).toEqual({ namespace: 'billing', account: 'releaser' });
  expect(instance.environment).toEqual({ LAB_NAMESPACE: 'billing', LAB_ACCOUNT: 'releaser' });
  expect(instance.shown).toEqual(instance.environment);
  expect(instance.owns).toEqual({
    namespaces: ['billing', 'billing-staging'],
    objects: [{ kind: 'ClusterRole', name: 'releaser' }],
    paths: ['/srv/releaser'],
  });
  expect(instance.keep).toEqual([{ kind: 'RoleBinding', name: 'auditors', namespace: 'billing' }]);
  expect(instance.probes).toEqual([{ kind: 'Pod', name: 'small', namespace: 'billing' }]);
  expect(instance.hints).toEqual(['Look at releaser first.']);
  expect(instance.task).toBe('In the namespace `billing`, give releaser what it needs.\n');
  expect(instance.steps).toEqual([
    { run: 'seed/releaser.sh', script: path.join(lab.dir, 'seed/releaser.sh'), on: 'worker' },
    {
      apply: 'seed/objects.yaml',
      text: expect.stringContaining('name: web\n  namespace: "billing-staging"\n'),
    },
    {
      wait: { kind: 'Deployment', name: 'web', namespace: 'billing' },
      for: 'Available',
      seconds: 60,
    },
  ]);
});

describe('drawing', () => {
  test('the order of parameters does not matter, nor does another parameter', async () => {
    const lines = [
      '  namespace: { pick: [orders, billing, search] }',
      '  account: { pick: [releaser, shipper, deploy-bot] }',
    ];
    const turned = LAB_YAML.replace(
      lines.join('\n'),
      [lines[1], '  extra: { pick: [x, y] }', lines[0]].join('\n'),
    );
    const one = await labOf(smallLab());
    const two = await labOf(smallLab({ 'labs/small/lab.yaml': turned }));
    for (const seed of ['abc', 'abd', 'k3v9qa', '1', '2', '3', '4', '5']) {
      const { extra, ...same } = instantiate(two, seed).parameters;
      expect(same).toEqual(instantiate(one, seed).parameters);
      expect(['x', 'y']).toContain(extra);
    }
  });

  test('variants', async () => {
    expect(variants(await labOf(smallLab()))).toBe(9);
  });

  test.each(['', 'a b', 'x'.repeat(41), '../x'])('%j can not be a seed', async (seed) => {
    const lab = await labOf(smallLab());
    expect(() => instantiate(lab, seed)).toThrow(UsageError);
  });
});

test('files are read when asked for, and a missing one is told', async () => {
  const lab = await labOf(smallLab());
  const instance = instantiate({ ...lab, dir: '/nowhere' }, 'abc');
  expect(instance.owns.namespaces).toHaveLength(2);
  expect(() => instance.task).toThrow('The lab "small" lacks a file');
  expect(() => instance.steps).toThrow(UsageError);
});
