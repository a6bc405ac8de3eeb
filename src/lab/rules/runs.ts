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
