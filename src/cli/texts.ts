import type { LabInstance } from '../lab/instance.ts';

/** The task as it is shown: title, what it is worth, and the text. */
export function taskText(instance: LabInstance, part: string | null): string {
  const { lab, task } = instance;
  const only = lab.parts.find(({ id }) => id === part);
  const scope = only ? `Only this part counts: ${only.title}\n\n` : '';
  return `${lab.title}\n${lab.points} points, about ${lab.minutes} minutes\n\n${scope}${task.trim()}\n`;
}
