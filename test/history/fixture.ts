import { examLine, type HistoryExam, type HistoryLab, labLine } from '../../src/history/line.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import type { LabReport } from '../../src/report/model.ts';
import { exam as examOf } from '../report/exam-fixture.ts';
import { report } from '../report/fixture.ts';

/** Noon of a day of January 2026. */
export function noon(day: number): string {
  return new Date(Date.UTC(2026, 0, day, 12)).toISOString();
}

/** A report as older versions kept it: without a domain. */
export function older(whole: LabReport): LabReport {
  return JSON.parse(JSON.stringify({ ...whole, domain: undefined }));
}

/** A result of `score` of 10 points, on a day of January 2026; 7 pass. */
export function result(lab: string, day: number, score: number, change: Partial<HistoryLab> = {}) {
  const started = noon(day);
  const ended = new Date(Date.parse(started) + 60_000).toISOString();
  const title = `The lab ${lab}`;
  const line = labLine(older(report({ lab, title, started, ended, score, max: 10 })));
  return { ...line, passed: score >= 7, ...change };
}

export function examReport(change: Partial<ExamReport> = {}): ExamReport {
  return examOf({
    seed: 's',
    bank: 'b',
    started: noon(1),
    ended: new Date(Date.parse(noon(1)) + 25 * 60_000).toISOString(),
    graded: new Date(Date.parse(noon(1)) + 26 * 60_000).toISOString(),
    percent: 80,
    passed: true,
    domains: [{ domain: 'storage', weight: 100, tasks: 1, score: 8, max: 10 }],
    tasks: [],
    ...change,
  });
}

export function exam(change: Partial<ExamReport> = {}): HistoryExam {
  return examLine(examReport(change));
}

/** A bank of labs by domain. */
export function bankOf(domains: Record<string, Domain>, tags: Record<string, string[]> = {}) {
  return new Map(
    Object.entries(domains).map(([id, domain]) => [
      id,
      { id, title: `The lab ${id}`, domain, tags: tags[id] ?? [] },
    ]),
  );
}

type Domain = 'architecture' | 'workloads' | 'networking' | 'storage' | 'troubleshooting';
