import type { ReportedCheck } from './model.ts';

/** What a check's line begins with in every form that has no colours. */
export const SYMBOLS = { passed: '✔', failed: '✖', error: '!', skipped: '–' } as const;

export const VERDICTS = {
  passed: 'passed',
  failed: 'failed',
  error: 'could not look',
  skipped: 'skipped',
} as const;

/** A title that tells a gate from a check. */
export function nameOf({ kind, title, id }: ReportedCheck): string {
  return `${kind === 'gate' ? 'Gate: ' : ''}${title} (${id})`;
}

/** What a check brought of what it is worth: `2 of 3`, `gate`; nobody knows what one in error brings. */
export function worthOf({ kind, points, verdict }: ReportedCheck, of = ' of '): string {
  if (kind === 'gate') return 'gate';
  if (verdict === 'error') return `–${of}${points}`;
  return `${verdict === 'passed' ? points : 0}${of}${points}`;
}

/** What a check says besides its verdict, each with its name. */
export function detailsOf({ expected, actual, why }: ReportedCheck): [string, string][] {
  const details: [string, string | null][] = [
    ['expected', expected],
    ['actual', actual],
    ['why', why],
  ];
  return details.flatMap(([name, text]) => (text === null ? [] : [[name, text]]));
}

/** The same as lines: `expected: a`. */
export function detailText(check: ReportedCheck): string {
  return detailsOf(check)
    .map(([name, text]) => `${name}: ${text}`)
    .join('\n');
}
