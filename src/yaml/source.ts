import type { Finding, Position, Severity } from './finding.ts';

/** A text that knows where each of its characters stands in the file that it came from. */
export interface Source {
  /** Absolute path. */
  file: string;
  text: string;
  /** The place of the character at `offset`. */
  at(offset: number): Position;
}

export function sourceOf(file: string, raw: string): Source {
  const text = raw.startsWith('\u{feff}') ? raw.slice(1) : raw;
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    starts.push(end + 1);
  }
  return {
    file,
    text,
    at(offset) {
      const after = starts.findIndex((start) => start > offset);
      const line = after < 0 ? starts.length : after;
      return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
    },
  };
}

export function findingAt(
  file: string,
  position: Position,
  message: string,
  severity: Severity = 'error',
): Finding {
  return { file, line: position.line, column: position.column, message, severity };
}
