import { distance } from 'fastest-levenshtein';

/** The names that were probably meant, the nearest first, at most three. */
export function nearest(typed: string, names: Iterable<string>): string[] {
  const tolerance = typed.length < 4 ? 1 : Math.max(2, Math.floor(typed.length / 3));
  return [...new Set(names)]
    .map((name) => ({ name, far: distance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(
      ({ name, far }) =>
        far <= tolerance ||
        letters(name) === letters(typed) ||
        (typed.length > 2 && name.includes(typed)),
    )
    .sort((a, b) => a.far - b.far || alike(b.name, typed) - alike(a.name, typed))
    .slice(0, 3)
    .map(({ name }) => name);
}

function letters(word: string): string {
  return [...word].sort().join('');
}

/** How many letters two words begin with in common. */
function alike(a: string, b: string): number {
  const differs = [...a].findIndex((letter, index) => letter !== b[index]);
  return differs < 0 ? a.length : differs;
}

/** `; did you mean "hints"?`, or nothing when no name is near. */
export function didYouMean(typed: string, names: Iterable<string>): string {
  const [best] = nearest(typed, names);
  return best === undefined ? '' : `; did you mean "${best}"?`;
}
