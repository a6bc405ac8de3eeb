import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, passed } from '../verdict.ts';
import { type ReleaseRef, type Revision, revisionsOf } from './release.ts';

/** What a revision is asked to be. */
export interface RevisionAsked {
  chart?: { name: string; version: string };
  /** Effective values by their paths, 'image.tag': those given, or else the chart's own. */
  values: Readonly<Record<string, string>>;
}

/** In the release's history there is such a revision, and it was made: one that failed does not count. */
export function hasRevision(ref: ReleaseRef, asked: RevisionAsked): Look {
  return async (facts) => {
    const history = await revisionsOf(facts, ref);
    if (history.some((revision) => worked(revision) && fits(revision, asked))) return passed();
    return failed({
      expected: `${ref.name} had a revision of ${textOf(asked)}`,
      actual: historyOf(history, ref),
    });
  };
}

/**
 * The release is rolled back: its newest revision is a copy of an earlier one of the kind that is
 * asked for, made by `helm rollback` or by an upgrade that takes itself back, and between the two
 * was one of the mishap.
 */
export function isRolledBack(
  ref: ReleaseRef,
  { to, from }: { to: RevisionAsked; from: RevisionAsked },
): Look {
  return async (facts) => {
    const history = await revisionsOf(facts, ref);
    const newest = history.at(-1);
    const lost = history.findLast((revision) => fits(revision, from));
    const before = history.filter(
      (revision) => worked(revision) && fits(revision, to) && revision.number < (lost?.number ?? 0),
    );
    const expected = `the newest revision of ${ref.name} is a rollback from ${textOf(from)} to ${textOf(to)}`;
    if (!newest || !lost) return failed({ expected, actual: historyOf(history, ref) });
    const copied =
      newest.status === 'deployed' &&
      before.some(({ manifest }) => manifest === newest.manifest) &&
      fits(newest, to) &&
      !MADE_OTHERWISE.test(newest.description);
    return copied ? passed() : failed({ expected, actual: `newest: ${inWords(newest)}` });
  };
}

/** Helm's own words; a rollback may be described by who makes it. */
const MADE_OTHERWISE = /^(?:Upgrade|Install)/;

function worked({ status }: Revision): boolean {
  return status === 'deployed' || status === 'superseded';
}

function fits({ chart, values }: Revision, asked: RevisionAsked): boolean {
  const { name, version } = asked.chart ?? chart;
  if (chart.name !== name || chart.version !== version) return false;
  return Object.entries(asked.values).every(([path, value]) => valueIn(values, path) === value);
}

function valueIn(values: unknown, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>((inside, key) => (inside as Record<string, unknown> | null)?.[key], values);
  return value === undefined ? undefined : String(value);
}

function textOf({ chart, values }: RevisionAsked): string {
  const given = Object.entries(values).map(([path, value]) => `${path}=${value}`);
  return [chart ? `${chart.name} ${chart.version}` : '', given.join(', ')]
    .filter(Boolean)
    .join(' with ');
}

function inWords({ number, chart, status, description }: Revision): string {
  return `revision ${number}, ${chart.name} ${chart.version}, ${status} (${description})`;
}

function historyOf(history: readonly Revision[], { name, namespace }: ReleaseRef): string {
  if (history.length === 0) return `there is no release ${name} in ${namespace}`;
  return history.map(inWords).join('; ');
}

/** The revision that is in force; undefined where the release is gone, or was never there. */
export async function newestOf(
  facts: Pick<Facts, 'list'>,
  ref: ReleaseRef,
): Promise<Revision | undefined> {
  const newest = (await revisionsOf(facts, ref)).at(-1);
  return newest?.status.startsWith('uninstall') ? undefined : newest;
}
