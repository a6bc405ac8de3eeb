import { loadAll } from 'js-yaml';

/**
 * An alias costs a few letters and stands for all that its anchor holds: a dozen of them, each used
 * in the next, are still no more than a hundred copies.
 */
export const MOST_ALIASES = 12;

/** The documents of a text that a learner wrote; none where it is not YAML, or grows too much. */
export function documentsIn(text: string): unknown[] {
  try {
    return loadAll(text, { maxAliases: MOST_ALIASES });
  } catch {
    // A page or a list of variables, for instance.
    return [];
  }
}
