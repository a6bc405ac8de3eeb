import { gunzipSync } from 'node:zlib';
import type { KubeObject } from '../../kube/objects.ts';
import type { Facts } from '../facts.ts';

/** A release of Helm, by name and namespace. */
export interface ReleaseRef {
  name: string;
  namespace: string;
}

type Values = Readonly<Record<string, unknown>>;

/** One revision of a release, as Helm 3 and 4 keep it. */
export interface Revision {
  number: number;
  /** 'deployed', 'superseded', 'failed', 'pending-upgrade', 'uninstalled' … */
  status: string;
  /** What made it: 'Install complete', 'Upgrade complete', 'Rollback to 2', or why it failed. */
  description: string;
  chart: { name: string; version: string };
  /** The chart's own values with those that were given over them. */
  values: Values;
  /** What was applied, as YAML documents. */
  manifest: string;
}

interface Stored {
  version: number;
  info?: { status?: string; description?: string };
  chart?: { metadata?: { name?: string; version?: string }; values?: Values | null };
  config?: Values | null;
  manifest?: string;
}

const TYPE = 'helm.sh/release.v1';
/** Unpacked; a Secret holds a megabyte, and a chart of texts becomes some times as much. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The revisions of a release, the oldest first, from the Secrets that Helm keeps them in; none where
 * there is no such release: https://helm.sh/docs/topics/advanced/#storage-backends
 */
export async function revisionsOf(
  facts: Pick<Facts, 'list'>,
  { name, namespace }: ReleaseRef,
): Promise<Revision[]> {
  const secrets = await facts.list<KubeObject & { type?: string; data?: { release?: string } }>(
    'Secret',
    { namespace, labels: { owner: 'helm', name } },
  );
  return secrets
    .filter(({ type }) => type === TYPE)
    .flatMap(({ data }) => revisionIn(data?.release ?? ''))
    .toSorted((one, other) => one.number - other.number);
}

/** None where somebody wrote something else into the Secret. */
function revisionIn(data: string): Revision[] {
  const packed = Buffer.from(Buffer.from(data, 'base64').toString(), 'base64');
  let stored: Stored;
  try {
    stored = JSON.parse(gunzipSync(packed, { maxOutputLength: MOST_BYTES }).toString());
  } catch {
    return [];
  }
  const { version, info = {}, chart = {}, config, manifest = '' } = stored;
  return [
    {
      number: version,
      status: info.status ?? '',
      description: info.description ?? '',
      chart: { name: chart.metadata?.name ?? '', version: chart.metadata?.version ?? '' },
      values: merged(chart.values ?? {}, config ?? {}),
      manifest,
    },
  ];
}

/** As Helm does it: mappings are merged, a null removes, all else is replaced. */
function merged(own: Values, given: Values): Values {
  const values: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(given)) {
    const before = values[key];
    if (value === null) delete values[key];
    else values[key] = isMapping(value) && isMapping(before) ? merged(before, value) : value;
  }
  return values;
}

function isMapping(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
