import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ExamLab, examLabs } from '../../src/exam/bank-digest.ts';
import { type Blueprint, blueprints, DOMAINS, tasksByDomain } from '../../src/exam/blueprint.ts';
import { type Draw, drawExam, worthOf } from '../../src/exam/draw.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { conflicts, labFolders, loadBank } from '../../src/lab/bank.ts';
import { instantiate } from '../../src/lab/instance.ts';
import type { Lab } from '../../src/lab/lab.ts';

const SEEDS = Array.from({ length: 200 }, (_, index) => String(index + 1));

let labs: ExamLab[];
let ours: Map<string, Blueprint>;

beforeAll(async () => {
  const bank = await loadBank([labFolders(path.join(packageRoot, 'labs'))]);
  labs = await examLabs(bank);
  ours = await blueprints();
});

function labOf(id: string): Lab {
  const found = labs.find(({ lab }) => lab.id === id);
  if (!found) throw new Error(`there is no lab ${id}`);
  return found.lab;
}

describe.each(['cka', 'notes', 'short'])('200 exams of %s', (name) => {
  let blueprint: Blueprint;
  let exams: Draw[];

  beforeAll(() => {
    const found = ours.get(name);
    if (!found) throw new Error(`there is no blueprint ${name}`);
    blueprint = found;
    exams = SEEDS.map((seed) => drawExam(found, labs, seed));
  });

  test('have as many tasks of each domain as it weighs', () => {
    const wanted = tasksByDomain(blueprint);
    for (const { tasks } of exams) {
      expect(new Set(tasks.map(({ lab }) => lab)).size).toBe(blueprint.tasks);
      const count = DOMAINS.map((domain) => tasks.filter((task) => task.domain === domain).length);
      expect(count).toEqual(DOMAINS.map((domain) => wanted[domain]));
    }
  });

  test('are worth 100 percent', () => {
    for (const { tasks } of exams) {
      const worth = worthOf(blueprint, tasks, (lab) => labOf(lab).points);
      expect([...worth.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(100, 10);
    }
  });

  test('fit into their memory', () => {
    for (const { clusters } of exams) {
      const memory = clusters.reduce((sum, cluster) => sum + cluster.memory, 0);
      expect(memory).toBeLessThanOrEqual(blueprint.draw.memory);
    }
  });

  test('disturb no task by another', () => {
    for (const { tasks, clusters } of exams) {
      for (const { key } of clusters) {
        const on = tasks
          .filter(({ cluster }) => cluster === key)
          .map(({ lab, seed }) => instantiate(labOf(lab), seed));
        const met = on.flatMap((one, index) =>
          on.slice(0, index).flatMap((other) => conflicts(one, other) ?? []),
        );
        expect(met).toEqual([]);
      }
    }
  });

  test('begin with a task that others share a cluster with', () => {
    for (const { tasks } of exams) {
      expect(labOf(tasks[0]?.lab ?? '').scope).toBe('api');
    }
  });

  test('differ', () => {
    const drawn = exams.map(({ tasks }) => tasks.map(({ lab, seed }) => lab + seed).join());
    expect(new Set(drawn).size).toBe(SEEDS.length);
  });
});

test('cka has the published weights, in four clusters', () => {
  const cka = ours.get('cka');
  expect(cka).toMatchObject({ tasks: 17, minutes: 120, passMark: 66 });
  expect(cka?.weights).toEqual({
    architecture: 25,
    workloads: 15,
    networking: 20,
    storage: 10,
    troubleshooting: 30,
  });
  const counts = SEEDS.flatMap((seed) => (cka ? drawExam(cka, labs, seed).clusters.length : []));
  expect(new Set(counts)).toEqual(new Set([4]));
});

test('cka draws every lab of the bank that is no legacy', () => {
  const cka = ours.get('cka');
  const drawn = SEEDS.flatMap((seed) => (cka ? drawExam(cka, labs, seed).tasks : []));
  const now = labs.filter(({ lab }) => !lab.tags.includes('legacy')).map(({ lab }) => lab.id);
  expect([...new Set(drawn.map(({ lab }) => lab))].sort()).toEqual(now);
});

test('short is one cluster', () => {
  const short = ours.get('short');
  for (const seed of SEEDS) {
    expect(short && drawExam(short, labs, seed).clusters).toHaveLength(1);
  }
});
