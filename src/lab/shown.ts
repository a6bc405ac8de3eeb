import { SAMPLE_CLUSTER } from './cluster-values.ts';
import { templatesIn, type Values } from './template.ts';

/** A task's text without its paragraphs about something that is empty: they have nothing to say. */
export function shownText(task: string, values: Values): string {
  return task
    .split('\n\n')
    .filter((paragraph) => !templatesIn(paragraph).some(({ name }) => values[name] === ''))
    .join('\n\n');
}

/**
 * Of some values those that a learner knows: what the task's text shows, and what any cluster tells
 * who asks it. The others may say what is wrong.
 */
export function shownValues(task: string, values: Values): Values {
  const named = new Set(templatesIn(shownText(task, values)).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name]) => named.has(name) || Object.hasOwn(SAMPLE_CLUSTER, name),
    ),
  );
}
