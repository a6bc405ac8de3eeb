import { expect, test } from 'vitest';
import { collect } from '../../../src/grading/define.ts';
import { loadGrader } from '../../../src/grading/load.ts';
import { packageRoot } from '../../../src/host/paths.ts';
import { labFolders, loadBank } from '../../../src/lab/bank.ts';
import { instantiate } from '../../../src/lab/instance.ts';
import { parseRef } from '../../../src/lab/ref.ts';
import { fakeFacts, fakeObjects, nothingRecorded } from '../fakes.ts';
import { made } from './objects.ts';

const lab = (await loadBank([labFolders(packageRoot)])).require('pv-binding');
const grader = await loadGrader(lab.graderFile);

// Of objects that are wrong in every way, the checks say all that they want.
test.each(['1', '2', '3', '4', '5', '6'])(
  'seed %s: the task has all that is asked',
  async (seed) => {
    const instance = instantiate(lab, seed);
    const { namespace = '', writer = '', reader = '', path = '' } = instance.parameters;
    const read = new Set<string>();
    const objects = fakeObjects([
      made('PersistentVolume', `${namespace}-catalogue`, {
        spec: { persistentVolumeReclaimPolicy: 'Delete' },
      }),
      made('PersistentVolumeClaim', 'catalogue', { namespace, spec: {} }),
      ...[writer, reader].map((name) => made('Pod', name, { namespace, spec: { containers: [] } })),
    ]);
    const facts = fakeFacts({
      recorded: { ...nothingRecorded, printed: { inventory: 'kept' } },
      ...objects,
      get: async (ref) => {
        const { name, namespace: where = namespace } = parseRef(String(ref));
        read.add(name).add(where);
        return objects.get(ref) as never;
      },
      node: () => ({
        read: async () => undefined,
        run: async (argv) => {
          for (const part of [path, ...argv]) if (part.startsWith('/')) read.add(part);
          return { exitCode: 1, stdout: '', stderr: '' };
        },
      }),
    });
    const wanted = new Map<string, string>();
    for (const { id, kind, look } of collect(grader, instance).checks) {
      const outcome = kind === 'check' ? await look(facts) : undefined;
      if (outcome?.verdict === 'failed') wanted.set(id, outcome.expected);
    }
    expect([...wanted.keys()]).toEqual(CHECKS);
    const asked = ['volume', 'folder', 'retained', 'claim'].map((id) =>
      wanted.get(id)?.replace(/^.*?: /, ''),
    );
    const values = asked.join(' ').match(VALUE) ?? [];
    expect(values).toHaveLength(11);
    for (const literal of [...values, ...read, 'entries.txt', 'inventory.txt']) {
      const folder = literal.replace(/\/(entries|inventory)\.txt$/, '');
      expect(instance.task).toMatch(new RegExp(`\`([\\w-]+: )?${folder}(: [\\w-]+)?\``));
    }
  },
);

const CHECKS = [
  'volume',
  'folder',
  'retained',
  'claim',
  'bound',
  'spares-free',
  'writer',
  'written',
  'reader',
  'read',
];
/** What is no plain word: 2Gi, ReadOnlyMany, a-b, /srv/a, and the label's key and value. */
const VALUE = /\/[\w/.-]+|\d+\w+|[A-Z]\w+|\w+-[\w-]+|(?<=label )\w+|(?<==)\w+/g;

test('the tasks differ in what would pass', () => {
  const tasks = ['1', '2', '3', '4'].map((seed) => instantiate(lab, seed).task);
  expect(new Set(tasks).size).toBeGreaterThanOrEqual(3);
});
