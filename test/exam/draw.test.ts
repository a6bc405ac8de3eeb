import { describe, expect, test } from 'vitest';
import { drawExam, worthOf } from '../../src/exam/draw.ts';
import { leastMemory } from '../../src/exam/layout.ts';
import { poolOf } from '../../src/exam/pool.ts';
import { blueprint, lab, nodeLab } from './labs.ts';

const SEEDS = Array.from({ length: 50 }, (_, index) => String(index + 1));

const BANK = [
  ...['a1', 'a2', 'a3', 'a4'].map((id) => lab('architecture', id)),
  lab('architecture', 'a5', { cluster: 'single', scope: 'own' }),
  ...['t1', 't2', 't3'].map((id) => nodeLab('troubleshooting', id)),
  lab('troubleshooting', 't4', { parameters: '{ n: { pick: [x, y] } }', owns: '{}' }),
];

test('a seed gives this exam as long as the algorithm is the same', () => {
  const { algorithm, bank, tasks, clusters } = drawExam(blueprint(), BANK, '1');
  expect(algorithm).toBe(1);
  expect(bank).toBe('b71d1ba79a745e71553bfe66521d0811f19919cf1c54bd32b94c659f1dd26057');
  const lines = tasks.map((one) => `${one.number} ${one.lab} ${one.seed} ${one.cluster}`);
  expect(lines).toEqual([
    '1 t4 f0b4c4a606 c1',
    '2 t3 7658b88115 c2',
    '3 a5 0f5af44ae5 c3',
    '4 a4 6f76e64325 c1',
  ]);
  expect(clusters).toEqual([
    { key: 'c1', topology: 'duo', kubernetes: null, own: false, memory: 1050 },
    { key: 'c2', topology: 'single', kubernetes: null, own: false, memory: 750 },
    { key: 'c3', topology: 'single', kubernetes: null, own: true, memory: 750 },
  ]);
});

test('the same seed gives the same exam, in whatever order labs were found', () => {
  for (const seed of SEEDS) {
    expect(drawExam(blueprint(), [...BANK].reverse(), seed)).toEqual(
      drawExam(blueprint(), BANK, seed),
    );
  }
});

test('another seed gives another exam, and labs other seeds', () => {
  const exams = SEEDS.map((seed) => drawExam(blueprint(), BANK, seed).tasks);
  const drawn = exams.map((tasks) => tasks.map((task) => task.lab).join(' '));
  expect(new Set(drawn).size).toBeGreaterThan(SEEDS.length / 2);
  const seeds = exams.flatMap((tasks) => tasks.map((task) => task.seed));
  expect(new Set(seeds).size).toBe(seeds.length);
  expect(seeds.filter((seed) => !/^\w{1,40}$/.test(seed))).toEqual([]);
});

test('every lab is drawn by some seed', () => {
  const drawn = SEEDS.flatMap((seed) => drawExam(blueprint(), BANK, seed).tasks);
  expect([...new Set(drawn.map((task) => task.lab))].sort()).toEqual(
    BANK.map(({ lab: { id } }) => id),
  );
});

test('a text that is no seed', () => {
  expect(() => drawExam(blueprint(), BANK, 'two words')).toThrow('"two words" can\'t be a seed.');
});

describe('the digest of the bank', () => {
  const { bank } = drawExam(blueprint(), BANK, '1');

  test('is that of the labs that could be drawn', () => {
    const old = lab('storage', 'old', { tags: '[legacy]' });
    expect(drawExam(blueprint(), [...BANK, old], '1').bank).toBe(bank);
    expect(drawExam(blueprint(), [...BANK, lab('storage', 'new')], '1').bank).not.toBe(bank);
  });

  test('is another when a file of a lab is', () => {
    const [first, ...rest] = BANK;
    const changed = first ? [{ ...first, digest: 'another' }, ...rest] : [];
    expect(drawExam(blueprint(), changed, '1').bank).not.toBe(bank);
  });
});

describe('clusters', () => {
  test('labs that can are on one; each other lab has its own', () => {
    for (const seed of SEEDS) {
      const { tasks, clusters } = drawExam(blueprint(), BANK, seed);
      const shared = clusters.filter(({ topology }) => topology === 'duo');
      expect(shared.length).toBeLessThanOrEqual(1);
      const alone = tasks.filter(({ lab: id }) => /a5|t[123]/.test(id));
      expect(alone).toHaveLength(clusters.length - shared.length);
      expect(new Set(alone.map(({ cluster }) => cluster)).size).toBe(alone.length);
      const own = clusters.filter((one) => one.own).map(({ key }) => key);
      expect(own).toEqual(tasks.flatMap((task) => (task.lab === 'a5' ? [task.cluster] : [])));
    }
  });

  test('are called in the order of the tasks, and the first task is on one that is shared', () => {
    for (const seed of SEEDS) {
      const { tasks, clusters } = drawExam(blueprint(), BANK, seed);
      expect(tasks.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
      const inOrder = [...new Set(tasks.map(({ cluster }) => cluster))];
      expect(inOrder).toEqual(clusters.map(({ key }) => key));
      expect(inOrder).toEqual(clusters.map((_, index) => `c${index + 1}`));
      expect(clusters[0]?.topology).toBe('duo');
    }
  });

  const two = blueprint({ tasks: 2, weights: { architecture: 100 } });
  const shop = (id: string, names: string) =>
    lab('architecture', id, {
      parameters: `{ name: { pick: [${names}] }, n: { integer: { from: 1, to: 9 } } }`,
      owns: '{ namespaces: ["{{name}}"] }',
    });

  test('a lab that meets another is drawn again until it does not', () => {
    const labs = [shop('one', 'shop, bank'), shop('other', 'bank, shop')];
    const attempts = SEEDS.map((seed) => drawExam(two, labs, seed));
    expect(attempts.filter(({ clusters }) => clusters.length > 1)).toEqual([]);
  });

  test('a lab that always meets another gets another cluster', () => {
    const labs = [lab('architecture', 'one', { owns: '{ objects: [PersistentVolume/data] }' })];
    labs.push(lab('architecture', 'other', { owns: '{ objects: [PersistentVolume/data] }' }));
    for (const seed of SEEDS) expect(drawExam(two, labs, seed).clusters).toHaveLength(2);
  });

  test('or is passed over for the next by rank, where no memory is left for one', () => {
    const fixed = { owns: '{ namespaces: [shop] }' };
    const labs = ['one', 'other'].map((id) => lab('architecture', id, fixed));
    const small = { ...two, draw: { ...two.draw, memory: 1100 } };
    for (const seed of SEEDS) {
      const { tasks, clusters } = drawExam(small, [...labs, lab('architecture', 'third')], seed);
      expect(tasks.map((task) => task.lab)).toContain('third');
      expect(clusters).toHaveLength(1);
    }
  });

  test('labs that insist on different versions do not share one', () => {
    const labs = [lab('architecture', 'new', { kubernetes: '"1.37"' }), lab('architecture', 'any')];
    const { clusters } = drawExam(two, labs, '1');
    expect(clusters.map(({ kubernetes }) => kubernetes).sort()).toEqual(['1.37', null]);
  });
});

describe('memory', () => {
  // Both tasks of troubleshooting take a cluster, and one of architecture could.
  const labs = BANK.filter((one) => one.lab.id !== 't4');

  test('is not taken by one domain where another still needs it', () => {
    const tight = blueprint({ draw: { memory: 1050 + 2 * 750 } });
    for (const seed of SEEDS) {
      const { tasks, clusters } = drawExam(tight, labs, seed);
      expect(tasks.map((task) => task.lab)).not.toContain('a5');
      expect(clusters).toHaveLength(3);
    }
  });

  test('is used where it is there', () => {
    const wide = blueprint({ draw: { memory: 1050 + 3 * 750 } });
    const drawn = SEEDS.flatMap((seed) => drawExam(wide, labs, seed).tasks);
    expect(drawn.map((task) => task.lab)).toContain('a5');
  });

  test('least of an exam: the cheapest way to fill every domain', () => {
    const { candidates } = poolOf(blueprint(), labs);
    const wanted = { architecture: 2, workloads: 0, networking: 0, storage: 0, troubleshooting: 2 };
    expect(leastMemory(wanted, candidates, new Set())).toBe(1050 + 2 * 750);
    expect(leastMemory({ ...wanted, architecture: 1 }, candidates, new Set())).toBe(3 * 750);
    expect(leastMemory(wanted, candidates, new Set(['duo ']))).toBe(2 * 750);
    expect(leastMemory({ ...wanted, storage: 1 }, candidates, new Set())).toBe(Infinity);
  });
});

describe('a domain that is not filled', () => {
  const fails = (changes: Parameters<typeof blueprint>[0], labs = BANK) => {
    try {
      drawExam(blueprint(changes), labs, '1');
    } catch (error) {
      return error;
    }
    return undefined;
  };

  test('for its scope', () => {
    expect(fails({ draw: { scopes: ['api'] } })).toMatchObject({
      exitCode: 2,
      message: `The labs don't fill the blueprint "some" with seed 1:
  2 tasks of troubleshooting are asked for, and 1 can be drawn (t4)
    not t1: its scope is node, and draw.scopes has only api
    not t2: its scope is node, and draw.scopes has only api
    not t3: its scope is node, and draw.scopes has only api`,
      next: 'Add labs by --labs, or change tasks, weights or draw in a blueprint of your own.',
    });
  });

  test('for tags, minutes and topologies', () => {
    const labs = [
      lab('storage', 'old', { tags: '[legacy, volumes]' }),
      lab('storage', 'other', { tags: '[secrets]' }),
      lab('storage', 'long', { tags: '[volumes]', minutes: 20 }),
      lab('storage', 'wide', { tags: '[volumes]', cluster: 'hundred' }),
    ];
    const draw = { tags: ['volumes'], minutes: 10 };
    expect(fails({ tasks: 1, weights: { storage: 100 }, draw }, labs)).toMatchObject({
      message: `The labs don't fill the blueprint "some" with seed 1:
  1 task of storage is asked for, and none can be drawn
    not old: it has the tag legacy, which draw.without names
    not other: it has none of the tags volumes
    not long: it takes 20 minutes, and draw.minutes is 10
    not wide: there is no topology "hundred"`,
    });
  });

  test('for memory', () => {
    const labs = ['t1', 't2'].map((id) => nodeLab('troubleshooting', id));
    const weights = { troubleshooting: 100 };
    const message = `The labs don't fill the blueprint "some" with seed 1:
  2 tasks of troubleshooting are asked for, and 1 can be drawn (t1)
    not t2: its cluster of 750 MiB does not fit beside the others into the 1000 MiB of draw.memory
  Its clusters take at least 1500 MiB, and draw.memory is 1000.`;
    expect(fails({ tasks: 2, weights, draw: { memory: 1000 } }, labs)).toMatchObject({ message });
  });

  test('takes no task from others', () => {
    const memory = 1050 + 2 * 750;
    const weights = { architecture: 40, storage: 20, troubleshooting: 40 };
    for (const seed of SEEDS) {
      expect(() =>
        drawExam(blueprint({ tasks: 5, weights, draw: { memory } }), BANK, seed),
      ).toThrow(`with seed ${seed}:\n  1 task of storage is asked for, and none can be drawn`);
    }
  });
});

test('a task is worth the weight of its domain, by its points', () => {
  const tasks = [
    { lab: 'a', domain: 'storage' },
    { lab: 'b', domain: 'workloads' },
    { lab: 'c', domain: 'storage' },
  ] as const;
  const points: Record<string, number> = { a: 12, b: 7, c: 8 };
  const worth = worthOf(
    { weights: { storage: 10, workloads: 90 } },
    tasks,
    (id) => points[id] ?? 0,
  );
  expect([...worth]).toEqual([
    ['a', 6],
    ['b', 90],
    ['c', 4],
  ]);
});
