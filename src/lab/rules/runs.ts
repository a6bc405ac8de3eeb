import type { Finding } from '../../yaml/finding.ts';
import { didYouMean } from '../../yaml/nearest.ts';
import type { LabFile } from '../schema.ts';
import { atValue, type Rule } from './rule.ts';

interface Follower {
  name: string;
  after: string;
  path: string[];
}

/** `after` names another run, which nothing else goes on from; no run comes after itself. */
export const runsFollowInLines: Rule = (subject) => {
  const { right, wrong } = subject.fields;
  if (!right || !wrong) return [];
  const names = ['untouched', 'solution', ...namesOf('right', right), ...namesOf('wrong', wrong)];
  const followers = [...followersIn('right', right), ...followersIn('wrong', wrong)];
  const before = new Map(followers.map(({ name, after }) => [name, after]));
  return followers.flatMap(({ name, after, path }, index): Finding[] => {
    const report = (message: string) => [atValue(subject, path, message)];
    if (!names.includes(after)) {
      return report(`there is no run "${after}"${didYouMean(after, names)}`);
    }
    const other = followers.slice(0, index).find((earlier) => earlier.after === after);
    if (other) return report(`${other.name} comes after ${after} already; a run has one successor`);
    return comesAfterItself(name, before) ? report(`${name} would come after itself`) : [];
  });
};

/** `when` names parameters and values that they can have; a run goes on from one of its own variant. */
export const runsAreForVariants: Rule = (subject) => {
  const { right, wrong, parameters } = subject.fields;
  if (!right || !wrong || !parameters) return [];
  const runs = new Map<string, { when?: Record<string, string> | undefined }>();
  for (const [name, run] of Object.entries(right)) runs.set(`right/${name}`, run);
  for (const [name, run] of Object.entries(wrong)) runs.set(`wrong/${name}`, run);
  const entries = [
    ...Object.entries(right).map(([name, run]) => ({ kind: 'right', name, run })),
    ...Object.entries(wrong).map(([name, run]) => ({ kind: 'wrong', name, run })),
  ];
  return entries.flatMap(({ kind, name, run: { when, after } }) => {
    const impossible = Object.entries(when ?? {}).flatMap(([parameter, value]): Finding[] => {
      const report = (message: string) => [
        atValue(subject, [kind, name, 'when', parameter], message),
      ];
      const definition = parameters[parameter];
      if (!definition) {
        const known = Object.keys(parameters);
        return report(`there is no parameter "${parameter}"${didYouMean(parameter, known)}`);
      }
      if (!('pick' in definition)) return report(`"${parameter}" is not picked from a list`);
      const values = definition.pick.map(String);
      return values.includes(value)
        ? []
        : report(`"${parameter}" is never "${value}"${didYouMean(value, values)}`);
    });
    const before = after === undefined ? undefined : runs.get(after);
    const apart = before && JSON.stringify(before.when) !== JSON.stringify(when);
    return apart
      ? [...impossible, atValue(subject, [kind, name, 'after'], `${after} is for other variants`)]
      : impossible;
  });
};

function namesOf(kind: string, runs: object): string[] {
  return Object.keys(runs).map((name) => `${kind}/${name}`);
}

function followersIn(kind: 'right' | 'wrong', runs: LabFile['right'] | LabFile['wrong']) {
  return Object.entries(runs).flatMap(([name, { after }]): Follower[] =>
    after === undefined ? [] : [{ name: `${kind}/${name}`, after, path: [kind, name, 'after'] }],
  );
}

function comesAfterItself(name: string, before: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = name; at !== undefined; at = before.get(at)) {
    if (seen.has(at)) return at === name;
    seen.add(at);
  }
  return false;
}
