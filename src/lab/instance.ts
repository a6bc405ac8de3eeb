import { readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.ts';
import { filesOf } from './files.ts';
import type { Lab } from './lab.ts';
import { checkSeed, draw, size } from './parameters.ts';
import { type ObjectRef, parseRef } from './ref.ts';
import { environment } from './script.ts';
import { shownText, shownValues } from './shown.ts';
import { render, type Values } from './template.ts';

export { checkSeed, newSeed } from './parameters.ts';

/** Something that is done to a cluster before the learner starts. */
export type Step = SeedStep | BreakStep;

export type SeedStep =
  /** `apply` is the file's name in the lab's folder, `text` what it holds with values in place. */
  | { apply: string; text: string }
  /** `run` is the file's name in the lab's folder, `script` its absolute path; see `record:`. */
  | { run: string; script: string; on: string; record?: string | undefined }
  /** `files` is the folder's name in the lab's folder; what is in it, with values in place. */
  | { files: string; entries: readonly FileEntry[] }
  | { wait: ObjectRef; for: string; seconds: number };

/** As `run`, and once the start is recorded. */
export interface BreakStep {
  break: string;
  script: string;
  on: string;
}

/** A file by its name, with / between folders. */
export interface FileEntry {
  name: string;
  text: string;
}

/** A lab whose parameters have values. */
export interface LabInstance extends Pick<Lab, 'id' | 'points' | 'passMark' | 'grades' | 'parts'> {
  readonly lab: Lab;
  /** What the values were drawn from. */
  readonly seed: string;
  /** The cluster's values are among them, see cluster-values.ts. */
  readonly parameters: Values;
  /** LAB_<NAME> for each parameter: what seed scripts and the lab's own proofs have. */
  readonly environment: Record<string, string>;
  /** The same of what the task's text shows: what learners have. The text is read when asked for. */
  readonly shown: Record<string, string>;
  readonly owns: {
    readonly namespaces: readonly string[];
    readonly objects: readonly ObjectRef[];
    readonly paths: readonly string[];
  };
  readonly keep: readonly ObjectRef[];
  readonly probes: readonly ObjectRef[];
  /** Names of values that are drawn when the lab is seeded. */
  readonly secrets: readonly string[];
  /** Names under which output of seed scripts is kept. */
  readonly printed: readonly string[];
  readonly hints: readonly string[];
  /** The task's text; read when asked for. */
  readonly task: string;
  /** The steps of `seed:` in lab.yaml; their files are read when asked for. */
  readonly steps: readonly Step[];
}

/**
 * Draws a value for each parameter and puts them in place. The same seed gives the same lab; what
 * depends on the cluster is filled in once the lab is on one.
 */
export function instantiate(lab: Lab, seed: string, cluster: Values = {}): LabInstance {
  checkSeed(seed);
  const drawn = Object.entries(lab.parameters).map(([name, parameter]) => [
    name,
    draw(parameter, lab.id, seed, name),
  ]);
  const parameters: Values = { ...cluster, ...Object.fromEntries(drawn) };
  const fill = (text: string) => render(text, { ...parameters, lab: lab.id });
  const ref = (text: string) => parseRef(fill(text));
  const { id, points, passMark, grades, parts } = lab;
  return {
    lab,
    id,
    points,
    passMark,
    grades,
    parts,
    seed,
    parameters,
    environment: environment({ parameters }),
    get shown() {
      return environment({ parameters: shownValues(readText(lab, 'task.md'), parameters) });
    },
    owns: {
      namespaces: lab.owns.namespaces.map(fill),
      objects: lab.owns.objects.map(ref),
      paths: lab.owns.paths.map(fill),
    },
    keep: lab.keep.map(ref),
    probes: lab.probes.map(ref),
    secrets: lab.secrets,
    printed: lab.seed.flatMap((step) => ('run' in step ? (step.record ?? []) : [])),
    hints: lab.hints.map(fill),
    get task() {
      return fill(shownText(readText(lab, 'task.md'), parameters));
    },
    get steps() {
      return lab.seed.map((step): Step => {
        if ('apply' in step) {
          const name = fill(step.apply);
          return { apply: name, text: fill(readText(lab, name)) };
        }
        if ('run' in step) {
          const name = fill(step.run);
          return { run: name, script: path.join(lab.dir, name), on: step.on, record: step.record };
        }
        if ('break' in step) {
          const name = fill(step.break);
          return { break: name, script: path.join(lab.dir, name), on: step.on };
        }
        if ('files' in step) {
          const name = fill(step.files);
          return { files: name, entries: entriesOf(lab, name, fill) };
        }
        return { wait: ref(step.wait), for: step.for, seconds: step.seconds };
      });
    },
  };
}

/** How many different tasks a lab can be. */
export function variants(lab: Lab): number {
  return Object.values(lab.parameters).reduce((product, parameter) => product * size(parameter), 1);
}

function entriesOf(lab: Lab, folder: string, fill: (text: string) => string): FileEntry[] {
  return filesOf(lab.dir)
    .names()
    .filter((name) => name.startsWith(`${folder}/`))
    .map((name) => ({
      name: fill(name.slice(folder.length + 1)),
      text: fill(readText(lab, name)),
    }));
}

function readText(lab: Lab, name: string): string {
  const file = path.join(lab.dir, name);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`The lab "${lab.id}" lacks a file: ${messageOf(cause)}.`, {
      next: 'See `cka-lab lint`.',
      cause,
    });
  }
}
