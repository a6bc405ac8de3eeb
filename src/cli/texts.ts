import type { LabInstance } from '../lab/instance.ts';

/** The task as it is shown: title, what it is worth, and the text. */
export function taskText(instance: LabInstance, part: string | null): string {
  const { lab, task } = instance;
  const only = lab.parts.find(({ id }) => id === part);
  const scope = only ? `Only this part counts: ${only.title}\n\n` : '';
  // The text's own heading says the title again.
  const text = task.replace(/^# .*\n/, '').trim();
  return `${lab.title}\n${lab.points} points, about ${lab.minutes} minutes\n\n${scope}${text}\n`;
}

/** The next hint after so many that were shown; after the last one, all of them again. */
export function hintText(hints: readonly string[], shown: number): string {
  const text = hints[shown];
  if (text !== undefined) return `Hint ${shown + 1} of ${hints.length}: ${text}`;
  if (hints.length === 0) return 'There are no hints.';
  return `There are no more hints. They were:\n${hintList(hints)}`;
}

/** All hints, by number. */
export function hintList(hints: readonly string[]): string {
  return hints.map((hint, index) => `${index + 1}. ${hint}`).join('\n');
}
