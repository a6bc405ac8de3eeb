import { table } from '../../src/ui/table.ts';

/** One measured thing beside what is aimed at. */
export interface Figure {
  what: string;
  measured: string;
  aim: string;
  met: boolean;
  /** What it was compared with, or how it was measured. */
  note?: string;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

export function render(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, measured, aim, met, note = '' }) => [
    what,
    measured,
    aim,
    met ? 'yes' : 'no',
    note,
  ]);
  return table(['WHAT', 'MEASURED', 'AIM', 'MET', 'NOTE'], rows);
}
