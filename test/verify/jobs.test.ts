import { describe, expect, test } from 'vitest';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import {
  inOrder,
  inParts,
  type Job,
  jobsOf,
  mayMeet,
  neighboursOf,
} from '../../src/verify/jobs.ts';
import { folderWith, LAB_YAML, smallLab } from '../lab/folder.ts';

async function jobs(
  change: (yaml: string) => string,
  seeds: string[],
  short = false,
): Promise<Job[]> {
  const files = smallLab({ 'labs/small/lab.yaml': change(LAB_YAML) });
  const bank = await loadBank([labFolders(await folderWith(files))]);
  return jobsOf(bank.require('small'), seeds, short);
}
const scope = (name: string) => (yaml: string) =>
  yaml.replace('scope: api\nexternal: true', `scope: ${name}`);
/** For each job the seeds of its chains, each with its number of runs. */
const shape = (given: Job[]) =>
  given.map(({ stretches }) =>
    stretches.map(({ instance, chain }) => `${instance.seed}: ${chain.length}`),
  );
const FULL = ['1: 5', '1: 1', '1: 1', '1: 1', '1: 1', '1: 1', '1: 1'];

describe('the runs of a lab', () => {
  test('of scope api: variants apart, each in order', async () => {
    const given = await jobs((yaml) => yaml, ['1', '2', '3']);
    expect(shape(given)).toEqual([FULL, ['2: 2'], ['3: 2']]);
    expect(given[0]?.cluster).toMatchObject({ own: false, exclusive: false });
  });

  test('of scope node: all in order on a cluster to itself', async () => {
    const given = await jobs(scope('node'), ['1', '2']);
    expect(shape(given)).toEqual([[...FULL, '2: 2']]);
    expect(given[0]?.cluster).toMatchObject({ own: false, exclusive: true });
  });

  test('of scope own: each chain apart', async () => {
    const given = await jobs(scope('own'), ['1', '2']);
    expect(shape(given)).toEqual([...FULL, '2: 2'].map((one) => [one]));
    expect(given[0]?.cluster).toMatchObject({ own: true });
  });
});

test('only the start and the solution are played where no more is wanted', async () => {
  const given = await jobs((yaml) => yaml, ['1', '2'], true);
  expect(shape(given)).toEqual([['1: 2'], ['2: 2']]);
});

test('variants meet unless they own the same', async () => {
  const [a, same, other] = await jobs((yaml) => yaml, ['1', '1', '2']).then((given) => [
    given[0] as Job,
    given[1] as Job,
    given.at(-1) as Job,
  ]);
  expect(mayMeet(a as Job, same as Job)).toBe(false);
  const different =
    a?.stretches[0].instance.owns.namespaces[0] !== other?.stretches[0].instance.owns.namespaces[0];
  expect(mayMeet(a as Job, other as Job)).toBe(different);
  expect(neighboursOf(a as Job, [a as Job, same as Job])).toEqual([]);
});

test('what shares a cluster goes first, then the longest', async () => {
  const own = await jobs(scope('own'), ['1', '2']);
  const api = await jobs((yaml) => yaml, ['1']);
  const sorted = inOrder([...own.toReversed(), ...api]);
  expect(shape(sorted).slice(0, 3)).toEqual([FULL, ['1: 5'], ['2: 2']]);
});

describe('a variant with many chains', () => {
  /** As `wrong` of lab.yaml has them, with further ones. */
  const many = (yaml: string) =>
    yaml.replace(/^( +)c: \{ run: wrong\/c\.sh,.*$/m, (line, indent) =>
      [
        line,
        ...['e', 'f', 'g'].map((name) => line.replace(`${indent}c:`, `${indent}${name}:`)),
      ].join('\n'),
    );

  test('is played in as many parts as there are clusters, in the same order', async () => {
    const given = await jobs(many, ['1', '2']);
    const parts = inParts(given, 2);
    expect(shape(parts)).toEqual([
      ['1: 5', '1: 1', '1: 1'],
      ['1: 1', '1: 1', '1: 1', '1: 1', '1: 1', '1: 1', '1: 1'],
      ['2: 2'],
    ]);
    expect(parts.map(({ part }) => part ?? false)).toEqual([true, true, false]);
    expect(parts.flatMap(({ stretches }) => stretches)).toEqual(
      given.flatMap(({ stretches }) => stretches),
    );
  });

  test('its parts never meet', async () => {
    const [first, second] = inParts(await jobs(many, ['1']), 2);
    expect(mayMeet(first as Job, second as Job)).toBe(false);
    expect(neighboursOf(first as Job, [first as Job, second as Job])).toEqual([]);
  });

  test('is whole on one cluster', async () => {
    const given = await jobs(many, ['1']);
    expect(shape(inParts(given, 1))).toEqual(shape(given));
    expect(inParts(given, 1)[0]?.part).toBe(false);
  });

  test('is whole in other scopes, as are those with few chains', async () => {
    const given = [
      ...(await jobs((yaml) => scope('node')(many(yaml)), ['1'])),
      ...(await jobs((yaml) => yaml, ['1', '2'])),
    ];
    expect(inParts(given, 2)).toEqual(given);
  });
});

describe('runs for some variants only', () => {
  const only = (yaml: string) =>
    yaml
      .replace('fails: [may, kept] }', 'fails: [may, kept], when: { namespace: billing } }')
      .replace(
        'c: { run: wrong/c.sh,',
        'c: { after: wrong/b, when: { namespace: billing }, run: wrong/c.sh,',
      );
  const runs = (given: Job[]) =>
    given.flatMap(({ stretches }) =>
      stretches.flatMap(({ instance, chain }) =>
        chain.map(({ name }) => `${instance.parameters.namespace} ${name}`),
      ),
    );

  test.each([['1'], ['2'], ['3'], ['5']])(
    'are played where they belong, once (seed %s)',
    async (seed) => {
      const given = runs(await jobs(only, [seed]));
      for (const run of ['wrong/b', 'wrong/c']) {
        expect(given.filter((name) => name.endsWith(run))).toEqual([`billing ${run}`]);
      }
      expect(given.filter((name) => name.endsWith('wrong/a'))).toHaveLength(1);
    },
  );

  test('take a seed of their own only where none that is asked for will do', async () => {
    const seeds = ['1', '2', '3', '4', '5', '6'];
    const all = await jobs(only, seeds);
    expect(new Set(all.map(({ stretches }) => stretches[0].instance.seed))).toEqual(new Set(seeds));
    const other = all.find(
      ({ stretches }) => stretches[0].instance.parameters.namespace !== 'billing',
    );
    const further = await jobs(only, [other?.stretches[0].instance.seed ?? '']);
    expect(further).toHaveLength(2);
    expect(runs(further).at(-1)).toMatch(/^billing wrong\/c$/);
  });
});
