import type { Moment } from '../../src/exam/clock.ts';
import { NOT_BEGUN } from '../../src/exam/clock.ts';
import { newTask } from '../../src/exam/new-record.ts';
import type { ExamCluster, ExamRecord, ExamTask } from '../../src/exam/record.ts';
import { EXAM_REPORT_SCHEMA, type ExamReport } from '../../src/report/exam-model.ts';

export const MINUTE = 60_000;
export const START: Moment = { wall: Date.UTC(2026, 0, 5, 10), boot: 'first', sinceBoot: MINUTE };

/** So many milliseconds after START, in the same boot. */
export function after(milliseconds: number): Moment {
  return {
    ...START,
    wall: START.wall + milliseconds,
    sinceBoot: START.sinceBoot + milliseconds,
  };
}

/** An exam of three tasks on two clusters, as it is right after it was started. */
export function examOf(more: Partial<ExamRecord> = {}): ExamRecord {
  const tasks = [
    { number: 1, lab: 'rbac', seed: '11', domain: 'architecture', cluster: 'c1' },
    { number: 2, lab: 'node-affinity', seed: '12', domain: 'workloads', cluster: 'c2' },
    { number: 3, lab: 'network-policy', seed: '13', domain: 'networking', cluster: 'c1' },
  ] as const;
  return {
    id: 'abc123',
    form: 'terminal',
    mode: 'exam',
    blueprint: {
      version: 1,
      name: 'short',
      title: 'A short exam',
      minutes: 30,
      passMark: 66,
      tasks: 3,
      weights: { architecture: 40, workloads: 30, networking: 30 },
      access: 'ssh',
      draw: { tags: [], without: [], scopes: ['api', 'node', 'own'], memory: 4096 },
    },
    draw: {
      algorithm: 1,
      seed: '7',
      bank: 'ffff',
      tasks,
      clusters: [
        { key: 'c1', topology: 'duo', kubernetes: null, own: false, memory: 1050 },
        { key: 'c2', topology: 'duo', kubernetes: null, own: false, memory: 1050 },
      ],
    },
    folders: [],
    phase: 'preparing',
    created: '2026-01-05T09:59:00.000Z',
    clock: NOT_BEGUN,
    endedBy: null,
    current: 1,
    clusters: {
      c1: { state: 'waiting', name: null, host: null, why: null },
      c2: { state: 'waiting', name: null, host: null, why: null },
    },
    tasks: tasks.map(({ number }) => taskState(number)),
    remarks: [],
    report: null,
    ...more,
  };
}

export function taskState(number: number, more: Partial<ExamTask> = {}): ExamTask {
  return { ...newTask(number), ...more };
}

/** The same exam with its clock running since START. */
export function runningExam(more: Partial<ExamRecord> = {}): ExamRecord {
  return examOf({
    phase: 'running',
    clock: { begun: new Date(START.wall).toISOString(), spent: 0, at: START, setBack: false },
    tasks: [1, 2, 3].map((number) => taskState(number, { state: 'ready' })),
    clusters: { c1: clusterUp('c1'), c2: clusterUp('c2') },
    ...more,
  });
}

export function clusterUp(key: string): ExamCluster {
  return { state: 'up', name: `cka-lab-exam-${key}`, host: `host-${key}`, why: null };
}

/** The report on an exam, without its tasks. */
export function reportOn(exam: ExamRecord, more: Partial<ExamReport> = {}): ExamReport {
  return {
    schema: EXAM_REPORT_SCHEMA,
    tool: { name: 'cka-lab', version: '0.0.0' },
    exam: exam.id,
    blueprint: exam.blueprint.name,
    title: exam.blueprint.title,
    mode: exam.mode,
    form: exam.form,
    seed: exam.draw.seed,
    algorithm: exam.draw.algorithm,
    bank: exam.draw.bank,
    minutes: exam.blueprint.minutes,
    passMark: exam.blueprint.passMark,
    started: exam.clock.begun ?? '',
    ended: exam.clock.begun ?? '',
    graded: exam.clock.begun ?? '',
    endedBy: exam.endedBy ?? 'deadline',
    lateSeconds: 0,
    percent: 70,
    passed: true,
    domains: [],
    tasks: [],
    remarks: exam.remarks,
    ...more,
  };
}
