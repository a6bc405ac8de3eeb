import type { CheckResult } from '../grading/verdict.ts';
import type { Difference, Step } from '../kube/difference.ts';
import type { ReportedCheck } from './model.ts';

const MOST = 5;
const LONGEST = 60;

/** Differences in words: 'Deployment/web in shop: spec.replicas: 2 → 3; …'; the first few of each thing. */
export function differencesText(differences: readonly Difference[]): string {
  const things = new Map<string | undefined, Difference[]>();
  for (const difference of differences) {
    things.set(difference.of, [...(things.get(difference.of) ?? []), difference]);
  }
  return [...things]
    .map(([of, found]) => {
      const rest = found.length - MOST;
      const texts = [
        ...found.slice(0, MOST).map(textOf),
        ...(rest > 0 ? [`${rest} more`] : []),
      ].join('; ');
      return of === undefined ? texts : `${of}: ${texts}`;
    })
    .join('; ');
}

function textOf({ path, before, after }: Difference): string {
  const way = pathText(path);
  if (way === 'metadata.uid') return 'deleted and made again';
  if (way === 'metadata.deletionTimestamp') return 'being deleted';
  const at = way === '' ? '' : `${way}: `;
  if (before === undefined) return way === '' ? 'new' : `${at}${show(after)} was added`;
  if (after === undefined) return way === '' ? 'deleted' : `${at}${show(before)} was removed`;
  return `${at}${show(before)} → ${show(after)}`;
}

/** `spec.containers[web].image`; names that are no plain words stand in quotes. */
function pathText(path: readonly Step[]): string {
  return path.reduce<string>((way, step) => {
    if (typeof step === 'object') return `${way}[${step.item}]`;
    if (!/^[\w-]+$/.test(step)) return `${way}['${step}']`;
    return way === '' ? step : `${way}.${step}`;
  }, '');
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A check's result as reports have it: what differs in words, too. */
export function reportedCheck(result: CheckResult): ReportedCheck {
  const { milliseconds: _, differences, actual, ...check } = result;
  if (differences === null) return { ...check, actual };
  return {
    ...check,
    actual: [...(actual === null ? [] : [actual]), differencesText(differences)].join('; '),
    differences: differences.map(({ path, ...rest }) => ({ ...rest, path: pathText(path) })),
  };
}
