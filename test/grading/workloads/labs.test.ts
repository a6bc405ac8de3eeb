import { expect, test } from 'vitest';
import { collect } from '../../../src/grading/define.ts';
import { loadGrader } from '../../../src/grading/load.ts';
import { packageRoot } from '../../../src/host/paths.ts';
import { labFolders, loadBank } from '../../../src/lab/bank.ts';
import { SAMPLE_CLUSTER } from '../../../src/lab/cluster-values.ts';
import { instantiate } from '../../../src/lab/instance.ts';

const bank = await loadBank([labFolders(packageRoot)]);

/** What the graders ask for beside parameters. */
const LITERALS: Record<string, string[]> = {
  'rolling-update': [
    'RollingUpdate',
    'maxSurge',
    'maxUnavailable',
    'web',
    'nginx:1.29',
    '3',
    'roll-call',
  ],
  'node-affinity': [
    'node-role.kubernetes.io/control-plane',
    'node-role.kubernetes.io/control-plane:NoSchedule',
    'kubernetes.io/os',
    'linux',
    '2',
  ],
  'configmap-env': ['mode', 'debug', 'off', 'limits.conf', 'company', 'SHOP_', 'app', 'base.conf'],
};
/** Parameters that the grader reads and the task says in other words. */
const UNQUOTED = ['cluster', 'kind', 'rule'];

for (const [id, literals] of Object.entries(LITERALS)) {
  test.each(['1', '2', '3', '4', '5', '6'])(
    `${id}, seed %s: the task has all that is asked`,
    async (seed) => {
      const lab = bank.require(id);
      const instance = instantiate(lab, seed, { ...SAMPLE_CLUSTER });
      const { checks, parameters, problems } = collect(await loadGrader(lab.graderFile), instance);
      expect(problems).toEqual([]);
      expect(checks.length).toBeGreaterThan(5);
      const values = parameters
        .filter((name) => !UNQUOTED.includes(name))
        .map((name) => instance.parameters[name] ?? '');
      const inQuotes = [...instance.task.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
      const words = new Set(
        inQuotes.flatMap((text) => [text, ...text.split(/[/=]/), text.replace('%', '')]),
      );
      expect([...values, ...literals].filter((value) => !words.has(value))).toEqual([]);
    },
  );
}
