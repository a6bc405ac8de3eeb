import { expect, test } from 'vitest';
import { collect } from '../../src/grading/define.ts';
import { loadGrader } from '../../src/grading/load.ts';
import { packageRoot } from '../../src/host/paths.ts';
import type { Attributes } from '../../src/kube/reviews.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { instantiate } from '../../src/lab/instance.ts';
import { fakeFacts, nothingRecorded, object } from './fakes.ts';

const lab = (await loadBank([labFolders(packageRoot)])).require('rbac');
const grader = await loadGrader(lab.graderFile);

test.each(['1', '2', '3', '4', '5', '6'])(
  'seed %s: every literal that a check asserts stands in the task',
  async (seed) => {
    const instance = instantiate(lab, seed);
    const asked: Attributes[] = [];
    const read = new Set<string>();
    const account = object('ServiceAccount', 'any');
    const facts = fakeFacts({
      recorded: nothingRecorded,
      get: async (ref) => {
        read.add(typeof ref === 'string' ? ref : `${ref.kind}/${ref.name} in ${ref.namespace}`);
        return account as never;
      },
      reviews: {
        ask: async (_who, attributes) => {
          asked.push(attributes);
          return { allowed: true, reason: '' };
        },
        rules: async () => ({ resourceRules: [], pathRules: [], complete: true }),
      },
    });
    const { checks } = collect(grader, instance);
    for (const { id, look } of checks) if (id.startsWith('may-')) await look(facts);
    expect(asked.length).toBeGreaterThan(10);
    const literals = asked.flatMap((one) =>
      'path' in one
        ? [one.path]
        : [
            one.verb,
            one.group,
            one.name,
            one.namespace,
            [one.resource, one.subresource].filter(Boolean).join('/'),
          ],
    );
    const kept = [
      ...instance.keep,
      ...[...read].map((ref) => ({ name: ref.split(/[/ ]/)[1], namespace: ref.split(' in ')[1] })),
    ];
    for (const { name, namespace } of kept) literals.push(name, namespace);
    for (const literal of new Set(literals.filter(Boolean)))
      expect(instance.task).toContain(`\`${literal}\``);
  },
);

test('the tasks differ in what would pass', () => {
  const tasks = ['1', '2', '3', '4'].map((seed) => instantiate(lab, seed).task);
  expect(new Set(tasks).size).toBeGreaterThanOrEqual(3);
});
