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
