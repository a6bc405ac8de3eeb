import { describe, expect, test } from 'vitest';
import { draw, newSeed, type Parameter, parameterSchema, size } from '../../src/lab/parameters.ts';

const NAMES: Parameter = { pick: ['orders', 'billing', 'search', 'stock'] };
const PORT: Parameter = { integer: { from: 30_000, to: 32_767 } };
const MARKER: Parameter = { random: 'hex', length: 12 };

// A change here is a change of every lab that somebody started or noted the seed of.
test('the values of a seed never change', () => {
  const values = ['abc', 'abd', 'k3v9qa'].map((seed) => [
    draw(NAMES, 'rbac', seed, 'namespace'),
    draw(NAMES, 'rbac', seed, 'account'),
    draw(NAMES, 'etcd-backup', seed, 'namespace'),
    draw(PORT, 'rbac', seed, 'port'),
    draw(MARKER, 'rbac', seed, 'marker'),
    draw({ pick: [true, 1, 0.5, 'x'] }, 'rbac', seed, 'mixed'),
  ]);
  expect(values).toEqual([
    ['orders', 'stock', 'billing', '32428', 'e95fa746e67a', 'x'],
    ['orders', 'billing', 'stock', '31911', 'f0e1e595b370', 'true'],
    ['billing', 'search', 'orders', '30612', 'b2dd7606e390', '0.5'],
  ]);
});

describe('whatever the seed', () => {
  const seeds = Array.from({ length: 500 }, (_, index) => `s${index}`);

  test('a picked value is one of the list, and each comes up', () => {
    const drawn = new Set(seeds.map((seed) => draw(NAMES, 'rbac', seed, 'namespace')));
    expect([...drawn].sort()).toEqual(['billing', 'orders', 'search', 'stock']);
  });

  test('an integer is inside its range, ends included', () => {
    const parameter: Parameter = { integer: { from: 2, to: 5 } };
    const drawn = new Set(seeds.map((seed) => draw(parameter, 'rbac', seed, 'replicas')));
    expect([...drawn].sort()).toEqual(['2', '3', '4', '5']);
  });

  test.each([4, 12, 32])('a marker of %i characters is never a number to YAML', (length) => {
    for (const seed of seeds) {
      expect(draw({ random: 'hex', length }, 'rbac', seed, 'marker')).toMatch(
        new RegExp(`^[a-f][0-9a-f]{${length - 1}}$`),
      );
    }
  });

  test('two parameters with one list are drawn apart', () => {
    const same = seeds.filter(
      (seed) => draw(NAMES, 'rbac', seed, 'a') === draw(NAMES, 'rbac', seed, 'b'),
    );
    expect(same.length).toBeGreaterThan(75);
    expect(same.length).toBeLessThan(175);
  });
});

test('sizes', () => {
  expect([NAMES, PORT, MARKER].map(size)).toEqual([4, 2768, 1]);
});

test.each([
  { pick: ['a', 'b'] },
  { pick: ['nginx:1.27', '/var/lib/backup', 'registry.k8s.io/pause:3.10', '500m'] },
  { pick: [1, 2, true] },
  { integer: { from: 0, to: 1 } },
  { random: 'hex', length: 8 },
])('%j is a parameter', (value) => {
  expect(parameterSchema.safeParse(value).success).toBe(true);
});

test.each([
  { pick: ['a'] },
  { pick: ['a', 'a'] },
  { pick: ['1', 1] },
  { pick: ['a', 'b c'] },
  { pick: ['a', 'b: c'] },
  { pick: ['a', 'b:'] },
  { pick: ['a', '-rf'] },
  { pick: ['a', '../etc'] },
  { pick: ['a', '$(id)'] },
  { pick: ['a', '{{b}}'] },
  { pick: ['a', ''] },
  { pick: ['a', 'b\n'] },
  { pick: ['a', -1] },
  { pick: ['a', null] },
  { integer: { from: 2, to: 2 } },
  { integer: { from: 0.5, to: 2 } },
  { random: 'hex', length: 3 },
  { random: 'base64', length: 8 },
  { pick: ['a', 'b'], random: 'hex' },
  {},
])('%j is none', (value) => {
  expect(parameterSchema.safeParse(value).success).toBe(false);
});

test('a new seed is short and has no letter that is misread', () => {
  const seeds = Array.from({ length: 200 }, () => newSeed());
  for (const seed of seeds) expect(seed).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{6}$/);
  expect(new Set(seeds).size).toBeGreaterThan(190);
  expect(newSeed(() => 10)).toBe('aaaaaa');
});
