import type { Lab } from '../lab/lab.ts';

/** What a run must show; see "Write a lab" in the README. */
export type Expectation =
  | GradedOnce
  /** Graded again: the same result, and no trace. */
  | { kind: 'again' };

export type GradedOnce =
  | { kind: 'untouched' }
  | { kind: 'right' }
  /** Exactly these checks and gates fail. */
  | { kind: 'wrong'; fails: readonly string[] }
  /** The grader can't reach the cluster: error, not failed. */
  | { kind: 'cut' }
  /** The learner deleted what the lab owns: failed, not error. */
  | { kind: 'destroyed'; points: 'none' | 'some' };

export interface RunPlan {
  name: string;
  /** The script that plays the learner, by its name in the lab's folder. */
  script: string | undefined;
  expects: Expectation;
}

/** Runs that follow each other on one cluster: the first begins at the lab's start. */
export type Chain = readonly [RunPlan, ...RunPlan[]];

type Provable = Pick<Lab, 'right' | 'wrong' | 'solution' | 'scope' | 'owns' | 'probes'>;

/** For which variants a run is: undefined for all. */
export type When = Readonly<Record<string, string>> | undefined;

/**
 * Every run of a lab's proof that `isFor` its first seed. The solution goes on from the untouched
 * lab, since grading leaves no trace; the learner who destroys all ends its chain.
 */
export function fullMatrix(lab: Provable, isFor: (when: When) => boolean = () => true): Chain[] {
  return chainsOf(lab, isFor).map((chain) => withEnd(lab, chain));
}

/** The runs for further seeds: those of the start, and what `isFor` these variants alone. */
export function shortMatrix(
  lab: Pick<Lab, 'solution' | 'right' | 'wrong'>,
  isFor: (when: When) => boolean = () => false,
): Chain[] {
  return chainsOf(lab, isFor);
}

function chainsOf(
  lab: Pick<Lab, 'solution' | 'right' | 'wrong'>,
  isFor: (when: When) => boolean,
): Chain[] {
  const after = new Map<string, string>();
  const runs = [...START(lab)];
  const add = (
    run: RunPlan,
    { after: before, when }: { after?: string | undefined; when?: When },
  ) => {
    if (!isFor(when)) return;
    runs.push(run);
    if (before !== undefined) after.set(run.name, before);
  };
  for (const [name, entry] of Object.entries(lab.right)) {
    add({ name: `right/${name}`, script: entry.run, expects: { kind: 'right' } }, entry);
  }
  for (const [name, entry] of Object.entries(lab.wrong)) {
    const { run, fails } = entry;
    add({ name: `wrong/${name}`, script: run, expects: { kind: 'wrong', fails } }, entry);
  }
  if (![...after.values()].includes('untouched')) after.set('solution', 'untouched');
  return inChains(runs, after);
}

const START = ({ solution }: Pick<Lab, 'solution'>): [RunPlan, RunPlan] => [
  { name: 'untouched', script: undefined, expects: { kind: 'untouched' } },
  { name: 'solution', script: solution, expects: { kind: 'right' } },
];

function inChains(runs: readonly RunPlan[], after: ReadonlyMap<string, string>): Chain[] {
  const successors = new Map([...after].map(([name, before]) => [before, name]));
  const byName = new Map(runs.map((run) => [run.name, run]));
  const following = (run: RunPlan): RunPlan[] => {
    const next = byName.get(successors.get(run.name) ?? '');
    return next ? [next, ...following(next)] : [];
  };
  return runs.filter(({ name }) => !after.has(name)).map((run) => [run, ...following(run)]);
}

/** What is proven once, on the solution's outcome. */
function withEnd(lab: Provable, chain: Chain): Chain {
  const at = chain.findIndex(({ name }) => name === 'solution');
  if (at < 0) return chain;
  const { namespaces, objects } = lab.owns;
  const destroyable = namespaces.length + objects.length + lab.probes.length > 0;
  // What is on nodes stays: a snapshot that was saved keeps its points.
  const points = lab.scope === 'api' ? 'none' : 'some';
  const [first, ...others] = chain;
  const end: RunPlan[] = [
    { name: 'cut', script: undefined, expects: { kind: 'cut' } },
    ...(destroyable
      ? [{ name: 'destroyed', script: undefined, expects: { kind: 'destroyed', points } } as const]
      : []),
  ];
  const again: RunPlan = { name: 'graded-again', script: undefined, expects: { kind: 'again' } };
  return [first, ...others.toSpliced(at, 0, again), ...end];
}
