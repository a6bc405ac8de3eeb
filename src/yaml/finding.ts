import path from 'node:path';

/** A place in a file; both count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** `error`: the file can't be used as it is. `warning`: it can, and ought to be better. */
export type Severity = 'error' | 'warning';

/** Something that is wrong in a file that a person wrote. */
export interface Finding extends Position {
  /** Absolute path. */
  file: string;
  message: string;
  severity: Severity;
}

/** `labs/x/lab.yaml:14:5 message`; the path is relative where the file is under `cwd`. */
export function renderFinding(finding: Finding, cwd: string): string {
  const relative = path.relative(cwd, finding.file);
  const outside = relative.startsWith('..') || path.isAbsolute(relative);
  const file = outside ? finding.file : relative;
  return `${file}:${finding.line}:${finding.column} ${finding.message}`;
}

/** Sorted by place, each once. */
export function inOrder<F extends Finding>(findings: readonly F[]): F[] {
  const seen = new Set<string>();
  return [...findings]
    .sort(
      (a, b) =>
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.line - b.line ||
        a.column - b.column ||
        (a.message < b.message ? -1 : a.message > b.message ? 1 : 0),
    )
    .filter((finding) => {
      const key = renderFinding(finding, '');
      return seen.has(key) ? false : seen.add(key);
    });
}
