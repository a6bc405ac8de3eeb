import { stripVTControlCharacters } from 'node:util';

/**
 * The same with every text in it fit to be shown: learners name objects, and what they named them
 * must neither colour a terminal nor break a form that can't hold control characters.
 */
export function cleaned<T>(report: T): T {
  const texts = (_key: string, value: unknown) =>
    typeof value === 'string' ? clean(value) : value;
  return JSON.parse(JSON.stringify(report), texts) as T;
}

/** Without escape sequences; line ends are `\n`, and other control characters show as U+FFFD. */
export function clean(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|\p{Noncharacter_Code_Point}|[\u2028\u2029]/gu, '\uFFFD')
    .toWellFormed();
}

/** A text of several lines as one. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
