import { harmless } from '../report/clean.ts';
import type { Progress } from '../ui/progress.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a text
const COLOURS = /(\u001b\[[\d;]*m)/;
/** What GitHub's runner obeys, at the start of a line or anywhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours may come first
const COMMAND = /^((?:[^\S\n]|\u001b\[[\d;]*m)*):(?=:)/gm;
const OLD_COMMAND = /##(?=\[)/g;

/**
 * A text as it may go to a terminal or a log: nothing in it but colours is obeyed, whoever wrote it.
 * JSON has no control characters and stays as it is.
 */
export function outgoing(
  text: string,
  { json, github }: { json: boolean; github: boolean },
): string {
  const fit = json
    ? text
    : text
        .split(COLOURS)
        .map((part, index) => (index % 2 === 0 ? harmless(part) : part))
        .join('');
  if (!github) return fit;
  return fit
    .replaceAll(COMMAND, '$1:\u200b')
    .replaceAll(OLD_COMMAND, json ? '#\\u0023' : '#\u200b#');
}

/** The same for what is told meanwhile; texts of steps are one line each. */
export function cleanProgress(progress: Progress, shown: (text: string) => string): Progress {
  return {
    note: (text) => progress.note(shown(text)),
    step: (text, work) =>
      progress.step(shown(text), (update) => work((detail) => update(shown(detail)))),
  };
}
