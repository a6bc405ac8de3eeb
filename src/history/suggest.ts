import type { Attempt, KnownLabs } from './attempts.ts';

/** A lab to practise next, and why. */
export interface Suggestion {
  lab: string;
  title: string;
  domain: string;
  reason: string;
}

const SUGGESTIONS = 3;
const DAY_MS = 86_400_000;
/** After so many days a lab is worth doing again. */
const LONG_AGO_DAYS = 30;
/** Labs for an older form of the exam. */
const LEGACY = 'legacy';

/** The weakest first; percent is null where nothing was tried. */
type Weakest = readonly { domain: string; percent: number | null }[];
type KnownLab = KnownLabs extends ReadonlyMap<string, infer Known> ? Known : never;
/** A reason to practise a lab; of one kind, that with the lowest rank comes first. */
type Reason = { kind: number; rank: number; reason: string };

/**
 * Up to three labs: of each kind of reason the first one, then the second ones, and so on. The same
 * history on the same day gives the same labs.
 */
export function suggest(
  attempts: readonly Attempt[],
  domains: Weakest,
  labs: KnownLabs,
  now: number,
): Suggestion[] {
  const whole = Map.groupBy(
    attempts.filter(({ part }) => part === null),
    ({ lab }) => lab,
  );
  const found = [...labs.values()]
    .filter(({ tags }) => !tags.includes(LEGACY))
    .flatMap((lab) => {
      const why = reasonFor(whole.get(lab.id) ?? [], lab, domains, now);
      return why ? [{ lab, ...why }] : [];
    })
    .sort((a, b) => a.rank - b.rank || (a.lab.id < b.lab.id ? -1 : 1));
  const kinds = Map.groupBy(found, ({ kind }) => kind);
  return found
    .map((one) => ({ ...one, turn: kinds.get(one.kind)?.indexOf(one) ?? 0 }))
    .sort((a, b) => a.turn - b.turn || a.kind - b.kind)
    .slice(0, SUGGESTIONS)
    .map(({ lab: { id, title, domain }, reason }) => ({ lab: id, title, domain, reason }));
}

function reasonFor(
  attempts: readonly Attempt[],
  { domain }: KnownLab,
  domains: Weakest,
  now: number,
): Reason | undefined {
  const last = attempts.at(-1);
  if (!last) return untried(domain, domains);
  const { percent, passed, ended } = last;
  if (!passed) return { kind: 1, rank: percent, reason: `last result ${percent} %, not passed` };
  if (attempts.every((attempt) => !attempt.passed || wasHelped(attempt))) return helped(last);
  const days = Math.floor((now - Date.parse(ended)) / DAY_MS);
  if (days <= LONG_AGO_DAYS) return undefined;
  return { kind: 3, rank: -days, reason: `passed ${days} days ago` };
}

function untried(domain: string, domains: Weakest): Reason {
  const place = domains.findIndex((one) => one.domain === domain);
  const { percent } = domains[place] ?? { percent: null };
  const weakest = place === 0 && percent !== null ? `; ${domain} is your weakest domain` : '';
  const reason = percent === null ? `no result yet in ${domain}` : `no result yet${weakest}`;
  return { kind: 0, rank: place, reason };
}

function wasHelped({ hints, solutionSeen }: Attempt): boolean {
  return hints > 0 || solutionSeen;
}

function helped({ hints, solutionSeen }: Attempt): Reason {
  if (solutionSeen) return { kind: 2, rank: 0, reason: 'passed only with the solution seen' };
  return {
    kind: 2,
    rank: 1 / hints,
    reason: `passed only with ${hints === 1 ? 'a hint' : `${hints} hints`}`,
  };
}
