import {
  appendFile,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { historyFile, keepExam, keepResult, readHistory } from '../../src/history/file.ts';
import { report } from '../report/fixture.ts';
import { examReport, older } from './fixture.ts';

let top: string;
let notes: string[];
let context: Parameters<typeof keepResult>[0];
let file: string;

beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'history-'));
  const state = path.join(top, 'state');
  notes = [];
  const progress = {
    step: <T>(_text: string, work: (update: () => void) => Promise<T>) => work(() => {}),
    note: (text: string) => notes.push(text),
  };
  context = { paths: { state, cache: state }, progress };
  file = historyFile(context);
});
afterEach(() => rm(top, { recursive: true }));

const labsOf = async () =>
  (await readHistory(context)).lines.map((line) => (line.kind === 'lab' ? line.lab : line.exam));

describe('a result that is kept', () => {
  test('is read again, without what a history does not need', async () => {
    await keepResult(context, older(report({ lab: 'rbac', hints: 2, score: 1, passed: false })));
    expect(await readHistory(context)).toEqual({
      skipped: 0,
      lines: [
        {
          history: 1,
          kind: 'lab',
          lab: 'rbac',
          title: 'A demo',
          domain: null,
          part: null,
          mode: 'training',
          exam: null,
          digest: 'd',
          seed: 's',
          started: '2026-01-01T00:00:00.000Z',
          ended: '2026-01-01T00:01:00.000Z',
          seconds: 60,
          hints: 2,
          solutionSeen: false,
          graded: true,
          score: 1,
          max: 2,
          passed: false,
        },
      ],
    });
  });

  test('says its domain where the report does', async () => {
    await keepResult(context, report({ domain: 'storage' }));
    expect((await readHistory(context)).lines).toMatchObject([{ domain: 'storage' }]);
  });

  test('of a task says the exam, and the time that was spent on it', async () => {
    await keepResult(context, report(), { exam: 'e1', seconds: 7 });
    expect((await readHistory(context)).lines).toMatchObject([{ exam: 'e1', seconds: 7 }]);
  });

  test('of a whole exam is a line of its own', async () => {
    await keepExam(context, examReport());
    expect((await readHistory(context)).lines).toEqual([
      {
        history: 1,
        kind: 'exam',
        exam: 'e1',
        blueprint: 'short',
        title: 'A short exam',
        mode: 'exam',
        form: 'terminal',
        seed: 's',
        started: '2026-01-01T12:00:00.000Z',
        ended: '2026-01-01T12:25:00.000Z',
        seconds: 1500,
        percent: 80,
        passMark: 66,
        passed: true,
        domains: [{ domain: 'storage', weight: 100, tasks: 1, score: 8, max: 10 }],
      },
    ]);
  });

  test('of a clock that was set back took no negative time', async () => {
    await keepResult(context, report({ ended: '2025-12-31T00:00:00.000Z' }));
    expect((await readHistory(context)).lines).toMatchObject([{ seconds: 0 }]);
  });

  test('is for the learner alone', async () => {
    await keepResult(context, report());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  });

  test('does not mix with those of other commands at the same time', async () => {
    const module = path.resolve(import.meta.dirname, '../../src/history/file.ts');
    const program = `
      const { keepResult } = await import(${JSON.stringify(module)});
      const context = { paths: { state: ${JSON.stringify(path.dirname(file))} }, progress: { note: console.error } };
      const report = ${JSON.stringify(report({ title: 'x'.repeat(20_000) }))};
      await Promise.all(Array.from({ length: 25 }, () => keepResult(context, report)));`;
    const node = ['--input-type=module', '--eval', program];
    await Promise.all([1, 2, 3, 4].map(() => execa(process.execPath, node)));
    const { lines, skipped } = await readHistory(context);
    expect([lines.length, skipped]).toEqual([100, 0]);
  });

  test('is missed, and no more, where the disk is full', async () => {
    await keepResult(context, report());
    await rm(file);
    await symlink('/dev/full', file);
    await keepResult(context, report());
    expect(notes).toEqual([
      expect.stringMatching(/^The result could not be kept in .*results\.jsonl \(ENOSPC: /),
    ]);
  });
});

describe('a history', () => {
  test('is empty before the first result', async () => {
    expect(await readHistory(context)).toEqual({ lines: [], skipped: 0 });
  });

  test('keeps the whole reports that older versions wrote', async () => {
    await keepResult(context, report({ lab: 'new' }));
    await appendFile(file, `${JSON.stringify(older(report({ lab: 'old', score: 2 })))}\n`);
    expect((await readHistory(context)).lines).toMatchObject([
      { lab: 'new' },
      { kind: 'lab', lab: 'old', domain: null, score: 2, seconds: 60, exam: null },
    ]);
  });

  test('loses a line that a full disk cut short, and not the one after it', async () => {
    await keepResult(context, report({ lab: 'a' }));
    await keepResult(context, report({ lab: 'cut' }));
    await truncate(file, (await stat(file)).size - 30);
    await keepResult(context, report({ lab: 'b' }));
    expect(await labsOf()).toEqual(['a', 'b']);
    expect((await readHistory(context)).skipped).toBe(1);
  });

  test.each([
    ['no JSON', '{"history":1,'],
    ['no object', '17'],
    ['no line of a history', '{"some":"thing"}'],
    ['of a later version', '{"history":99,"kind":"lab"}'],
    ['a report without its fields', '{"schema":1,"lab":"x"}'],
    ['a score that is none', JSON.stringify(report({ score: 'all' as unknown as number }))],
  ])('counts a line that is %s', async (_case, line) => {
    await keepResult(context, report({ lab: 'a' }));
    await appendFile(file, `${line}\n\n`);
    await keepResult(context, report({ lab: 'b' }));
    expect(await labsOf()).toEqual(['a', 'b']);
    expect((await readHistory(context)).skipped).toBe(1);
  });

  test('of many megabytes is read whole', async () => {
    await keepResult(context, report());
    const old = `${JSON.stringify(report({ title: 'x'.repeat(2000) }))}\n`;
    await writeFile(file, old.repeat(5000));
    expect((await readFile(file)).length).toBeGreaterThan(10_000_000);
    expect((await readHistory(context)).lines).toHaveLength(5000);
  });
});
