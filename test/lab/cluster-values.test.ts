import { expect, test } from 'vitest';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { SAMPLE_CLUSTER } from '../../src/lab/cluster-values.ts';
import { instantiate } from '../../src/lab/instance.ts';
import { folderWith, smallLab } from './folder.ts';

const TASK = `Upgrade {{cluster}}-worker to {{upgrade-to}}.

Here it takes
{{upgrade-flags}} in {{namespace}}.

Leave {{account}} alone.
`;

async function taskOn(cluster: Record<string, string>) {
  const root = await folderWith(smallLab({ 'labs/small/task.md': TASK }));
  return instantiate((await loadBank([labFolders(root)])).require('small'), 'abc', cluster);
}

test('values of the cluster stand in the task and in the environment of scripts', async () => {
  const instance = await taskOn(SAMPLE_CLUSTER);
  expect(instance.task).toContain('Upgrade cka-lab-sample-worker to 1.37.2.');
  expect(instance.task).toContain('--ignore-preflight-errors=SystemVerification in billing.');
  expect(instance.environment).toMatchObject({ LAB_UPGRADE_TO: '1.37.2', LAB_ACCOUNT: 'releaser' });
});

test('a paragraph about something that is empty here is left out', async () => {
  const { task } = await taskOn({ ...SAMPLE_CLUSTER, 'upgrade-flags': '' });
  expect(task).toBe('Upgrade cka-lab-sample-worker to 1.37.2.\n\nLeave releaser alone.\n');
});
