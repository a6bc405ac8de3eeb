import type { LabReport, ReportedCheck } from '../../src/report/model.ts';

export function check(change: Partial<ReportedCheck> = {}): ReportedCheck {
  return {
    id: 'there',
    kind: 'check',
    part: null,
    points: 2,
    verdict: 'passed',
    title: 'It is there',
    expected: null,
    actual: null,
    why: null,
    ...change,
  };
}

export function report(change: Partial<LabReport> = {}): LabReport {
  return {
    schema: 1,
    tool: { name: 'cka-lab', version: '0.0.0' },
    lab: 'demo',
    title: 'A demo',
    domain: 'workloads',
    digest: 'd',
    seed: 's',
    part: null,
    mode: 'training',
    cluster: { name: 'c', kubernetes: 'v1.37.2', cni: 'kindnet' },
    started: '2026-01-01T00:00:00.000Z',
    ended: '2026-01-01T00:01:00.000Z',
    hints: 0,
    solutionSeen: false,
    graded: true,
    score: 2,
    max: 2,
    passMark: 66,
    passed: true,
    parts: [],
    checks: [check()],
    links: [],
    ...change,
  };
}
