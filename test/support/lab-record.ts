import type { LabRecord } from '../../src/session/record.ts';

/** The record of a lab that is on, as `start` writes it. */
export function labRecordOf(lab: string, change: Partial<LabRecord> = {}): LabRecord {
  return {
    lab,
    seed: '1',
    folders: null,
    cluster: 'cka-lab-duo',
    clusterMark: 'm',
    undo: { namespaces: [], objects: [], paths: [], nodes: false },
    phase: 'active',
    part: null,
    started: '2026-01-01T00:00:00.000Z',
    digest: 'd',
    hints: 0,
    solutionSeen: false,
    recorded: null,
    ...change,
  };
}
