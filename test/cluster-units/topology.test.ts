import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTopology, topologies } from '../../src/cluster/topology.ts';
import { folderWith } from '../lab/folder.ts';

test('the topologies of this package', async () => {
  const all = await topologies();
  expect(all.get('single')?.nodes).toEqual([{ name: 'control-plane', role: 'control-plane' }]);
  expect(all.get('upgrade')?.upgrade).toEqual({ from: '1.36', to: '1.37' });
  expect(all.get('upgrade')?.nodes).toHaveLength(3);
  expect(all.get('duo')?.nodes.map(({ name }) => name)).toEqual(['control-plane', 'worker']);
});

test('nodes are called as kind calls them', async () => {
  const text = `version: 1
name: many
nodes:
  - role: control-plane
  - role: worker
  - { role: worker, labels: { disk: ssd } }
  - role: control-plane
`;
  const root = await folderWith({ 'clusters/many.yaml': text });
  expect((await topologies(path.join(root, 'clusters'))).get('many')?.nodes).toEqual([
    { name: 'control-plane', role: 'control-plane' },
    { name: 'worker', role: 'worker' },
    { name: 'worker2', role: 'worker', labels: { disk: 'ssd' } },
    { name: 'control-plane2', role: 'control-plane' },
  ]);
});

describe('mistakes', () => {
  test.each([
    ['version: 1\nname: x\nnodes: []\n', ['3:8 nodes is empty']],
    [
      'version: 1\nname: y\nnodes: [{ role: control-plane }]\n',
      ['2:7 name must be "x", as the file\'s'],
    ],
    ['version: 1\nname: x\nnodes: [{ role: worker }]\n', ['3:8 nodes must have a control-plane']],
    [
      'version: 1\nname: x\nnodes: [{ role: master, label: {} }, { role: worker, labels: { a: 1 } }]\n',
      [
        '3:17 nodes[0].role must be one of control-plane, worker, not "master"',
        '3:25 unknown key "label"; did you mean "labels"?',
        '3:67 nodes[1].labels.a must be text, not 1',
      ],
    ],
    [
      'version: 1\nname: x\nupgrade: { from: 1.36, to: "v1.37" }\nnodes: [{ role: control-plane }]\n',
      [
        '3:18 upgrade.from must be quoted, such as "1.36": as a number, 1.30 is 1.3',
        '3:28 upgrade.to must be a minor version, such as "1.36"',
      ],
    ],
    ['name: [', ['1:8 this is not YAML: unexpected end of the stream within a flow collection']],
  ])('%j', async (text, expected) => {
    const root = await folderWith({ 'clusters/x.yaml': text });
    const message = await loadTopology(path.join(root, 'clusters/x.yaml')).catch(
      (error) => error.message,
    );
    const list = expected.map((one) => `\n  clusters/x.yaml:${one}`).join('');
    expect(message).toBe(`The topology "x" has mistakes:${list}`);
  });

  test('a file that is not there', async () => {
    await expect(loadTopology('/nowhere/x.yaml')).rejects.toThrow(
      "The topology /nowhere/x.yaml can't be read",
    );
  });
});
