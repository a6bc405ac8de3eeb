import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { NOT_BEGUN } from './clock.ts';
import { type ExamRecord, type ExamTask, notMade } from './record.ts';

/** The record of an exam of which nothing is up yet. */
export function newRecord(
  { now }: Pick<Context, 'now'>,
  drawn: Pick<ExamRecord, 'form' | 'mode' | 'blueprint' | 'draw' | 'folders'>,
): ExamRecord {
  return {
    id: randomBytes(4).toString('hex'),
    ...drawn,
    phase: 'preparing',
    created: new Date(now()).toISOString(),
    clock: NOT_BEGUN,
    endedBy: null,
    current: 1,
    clusters: Object.fromEntries(drawn.draw.clusters.map(({ key }) => [key, notMade()])),
    tasks: drawn.draw.tasks.map(({ number }) => newTask(number)),
    remarks: [],
    report: null,
  };
}

/** A task that waits for its cluster. */
export function newTask(number: number): ExamTask {
  return {
    number,
    state: 'waiting',
    why: null,
    flagged: false,
    seconds: 0,
    hints: 0,
    solutionSeen: false,
    answer: null,
    report: null,
  };
}
