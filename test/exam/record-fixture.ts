import type { Domain } from '../../src/exam/blueprint.ts';
import { blueprintSchema } from '../../src/exam/blueprint.ts';
import { newTask } from '../../src/exam/new-record.ts';
import type { ExamRecord, ExamTask } from '../../src/exam/record.ts';

export interface TaskSketch extends Partial<Omit<ExamTask, 'number'>> {
  lab: string;
  domain?: Domain;
  cluster?: string;
}

/** An exam of such tasks, numbered from 1, each ready; clusters are up. */
export function examOf(
  sketches: readonly TaskSketch[],
  change: Partial<ExamRecord> = {},
): ExamRecord {
  const keys = [...new Set(sketches.map(({ cluster = 'c1' }) => cluster))];
  return {
    id: 'abc',
    form: 'answers',
    mode: 'exam',
    blueprint: blueprintSchema.parse({
      version: 1,
      name: 'tiny',
      title: 'A tiny exam',
      minutes: 10,
      tasks: sketches.length,
      weights: { architecture: 60, workloads: 40 },
    }),
    draw: {
      algorithm: 1,
      seed: '7',
      bank: 'b',
      tasks: sketches.map(({ lab, domain = 'architecture', cluster = 'c1' }, index) => ({
        number: index + 1,
        lab,
        seed: `7-${index}`,
        domain,
        cluster,
      })),
      clusters: keys.map((key) => ({
        key,
        topology: 'duo',
        kubernetes: null,
        own: false,
        memory: 1050,
      })),
    },
    folders: [],
    phase: 'running',
    created: '2026-01-01T00:00:00.000Z',
    clock: { begun: '2026-01-01T00:01:00.000Z', spent: 0, at: null, setBack: false },
    endedBy: 'answers',
    current: 1,
    clusters: Object.fromEntries(
      keys.map((key) => [key, { state: 'up', name: `cka-lab-exam-${key}`, host: null, why: null }]),
    ),
    tasks: sketches.map(({ lab: _, domain: _domain, cluster: _cluster, ...task }, index) => ({
      ...newTask(index + 1),
      state: 'ready',
      ...task,
    })),
    remarks: [],
    report: null,
    ...change,
  };
}
