import type { Kept, Look } from './define.ts';
import { failed, passed } from './verdict.ts';

const SHOWN = 80;

/**
 * A file in the lab's folder on the learner's machine holds these lines, in this order, and no other.
 * Empty lines at its end don't count; ends of lines as on Windows do. What the lab keeps on the host
 * is not shown.
 */
export function fileHasLines(name: string, ...lines: [string | Kept, ...(string | Kept)[]]): Look {
  return async (facts) => {
    const wanted = lines.map((line) => (typeof line === 'string' ? line : line(facts)));
    const text = await facts.file(name);
    const open = lines.every((line) => typeof line === 'string');
    const count = wanted.length === 1 ? 'one line' : `${wanted.length} lines`;
    const expected = open
      ? `${name} holds ${wanted.map((line) => `'${line}'`).join(', ')}`
      : `${name} holds what was asked for, ${count}`;
    if (text === undefined) return failed({ expected, actual: 'there is no such file' });
    const found = withoutLastBreaks(text).split('\n');
    if (text.trim() === '') return failed({ expected, actual: 'it is empty' });
    const index = Array.from({ length: Math.max(found.length, wanted.length) }).findIndex(
      (_, at) => found[at] !== wanted[at],
    );
    if (index < 0) return passed();
    const line = found[index];
    const actual =
      line === undefined
        ? `it ends after line ${found.length}`
        : `line ${index + 1} is ${JSON.stringify(line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line)}`;
    return failed({ expected, actual });
  };
}

/** No regular expression: one would look for the end anew from each of many line breaks. */
function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= text[end - 2] === '\r' ? 2 : 1;
  return text.slice(0, end);
}
