import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Step {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  shell?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

export interface Action {
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { steps: Step[] };
}

export interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, { steps: Step[] }>;
}

/** A YAML file for GitHub: its name in the repository, and its text. */
export interface GithubFile {
  name: string;
  text: string;
}

export const actionFile: GithubFile = fileOf('action.yml');
export const action = load(actionFile.text) as Action;

export const workflowFiles: readonly GithubFile[] = readdirSync(
  path.join(root, '.github/workflows'),
)
  .sort()
  .map((name) => fileOf(`.github/workflows/${name}`));

/** The workflow that README.md shows. */
export const example: GithubFile = { name: 'README.md', text: exampleIn(fileOf('README.md').text) };

export function stepsOf({ text }: GithubFile): Step[] {
  const { jobs } = load(text) as Workflow;
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

/** The only step that fits. */
export function theStep(steps: readonly Step[], fits: (step: Step) => boolean): Step {
  const [step, ...others] = steps.filter(fits);
  if (!step || others.length > 0) throw new Error(`${others.length + (step ? 1 : 0)} steps fit`);
  return step;
}

function fileOf(name: string): GithubFile {
  return { name, text: readFileSync(path.join(root, name), 'utf8') };
}

function exampleIn(readme: string): string {
  const section = readme.split(/^### /m).find((part) => part.startsWith('On GitHub\n'));
  const text = section && /^```yaml\n(.*?)^```$/ms.exec(section)?.[1];
  if (!text) throw new Error('README.md has no example under "On GitHub"');
  return text;
}
