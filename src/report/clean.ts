import { stripVTControlCharacters } from 'node:util';
import { marked, turnsVisible, visible } from './invisible.ts';

/**
 * The same with every text in it fit to be shown: learners name objects, and what they named them
 * must neither colour a terminal nor break a form that can't hold control characters. Where what was
 * expected and what is there look alike, the difference is made visible.
 */
export function cleaned<T>(report: T): T {
  const texts = (_key: string, value: unknown) =>
    typeof value === 'string' ? clean(value) : value;
  return JSON.parse(JSON.stringify(report, pairs), texts) as T;
}

/** Before texts are cleaned, which would make some of them equal. */
function pairs(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { expected, actual } = value as Record<string, unknown>;
  return typeof expected === 'string' && typeof actual === 'string'
    ? { ...value, actual: marked(expected, actual) }
    : value;
}

/**
 * Without escape sequences; line ends are `\n`, what is invisible shows as its number, and other
 * control characters as U+FFFD.
 */
export function clean(text: string): string {
  return harmless(visible(text));
}

/** The same where blanks and joiners of a language may stand: only what is obeyed goes or shows. */
export function harmless(text: string): string {
  return turnsVisible(stripVTControlCharacters(text))
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|\p{Noncharacter_Code_Point}/gu, '\uFFFD')
    .toWellFormed();
}

/** A text of several lines as one. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
