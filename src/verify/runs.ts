import type { Lab } from '../lab/lab.ts';

/** What a run must show; see "Verify" in the README. */
export type Expectation =
  | { kind: 'untouched' }
  | { kind: 'right' }
  /** Exactly these checks and gates fail. */
  | { kind: 'wrong'; fails: readonly string[] }
  /** The learner deleted what the lab owns: failed, not error. */
  | { kind: 'destroyed' }
  /** The grader can't reach the cluster: error, not failed. */
  | { kind: 'cut' };

export interface RunPlan {
  name: string;
  /** The script that plays the learner, by its name in the lab's folder. */
  script: string | undefined;
  expects: Expectation;
}

/** Every run of a lab's proof, for its first seed. */
export function fullMatrix(lab: Lab): RunPlan[] {
  return [
    ...shortMatrix(lab),
    ...Object.entries(lab.right).map(([name, script]) => ({
      name: `right/${name}`,
      script,
      expects: { kind: 'right' } as const,
    })),
    ...Object.entries(lab.wrong).map(([name, { run, fails }]) => ({
      name: `wrong/${name}`,
      script: run,
      expects: { kind: 'wrong', fails } as const,
    })),
    { name: 'destroyed', script: undefined, expects: { kind: 'destroyed' } },
    { name: 'cut', script: undefined, expects: { kind: 'cut' } },
  ];
}

/** The runs for further seeds. */
export function shortMatrix(lab: Lab): RunPlan[] {
  return [
    { name: 'untouched', script: undefined, expects: { kind: 'untouched' } },
    { name: 'solution', script: lab.solution, expects: { kind: 'right' } },
  ];
}
