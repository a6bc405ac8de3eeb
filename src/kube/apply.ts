import { load } from 'js-yaml';
import { InfrastructureError, messageOf } from '../errors.ts';
import { type Connection, describe } from './connection.ts';
import { pathOf, type Resources, type ResourceType } from './resources.ts';

const FIELD_MANAGER = 'cka-lab';

/** One document of a manifest, with what is needed to send it. */
export interface ManifestDocument {
  /** As written: the API server parses it, so that `0644` means what kubectl makes of it. */
  text: string;
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string | undefined;
}

/** Splits a manifest at its `---` lines, as kubectl does; empty documents are left out. */
export function documents(manifest: string, source: string): ManifestDocument[] {
  return manifest
    .split(/^---(?:[ \t].*)?$/m)
    .filter((text) => text.split('\n').some((line) => line.trim() !== '' && !line.startsWith('#')))
    .map((text) => {
      const object = parse(text, source) as {
        apiVersion?: string;
        kind?: string;
        metadata?: { name?: string; namespace?: string };
      };
      const { apiVersion, kind, metadata } = object ?? {};
      if (!apiVersion || !kind || !metadata?.name) {
        throw new InfrastructureError(
          `${source}: a document lacks apiVersion, kind or metadata.name.`,
        );
      }
      return { text, apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
    });
}

function parse(text: string, source: string): unknown {
  try {
    return load(text);
  } catch (error) {
    throw new InfrastructureError(`${source}: not YAML: ${messageOf(error)}`);
  }
}

/** Server-side apply of one document, sent as written. Returns the object as stored. */
export async function applyDocument(
  connection: Connection,
  resources: Resources,
  document: ManifestDocument,
  manager = FIELD_MANAGER,
): Promise<{ metadata: { uid: string } }> {
  const type = resources.byKind(document.kind, document.apiVersion);
  const path = pathOf(type, {
    name: document.name,
    namespace: type.namespaced ? (document.namespace ?? 'default') : undefined,
  });
  const answer = await connection.request('PATCH', path, {
    query: { fieldManager: manager, force: 'true' },
    contentType: 'application/apply-patch+yaml',
    body: document.text,
  });
  if (answer.status < 300) return answer.body;
  throw new InfrastructureError(
    `Applying ${document.kind}/${document.name}: the API server answered ${describe(answer)}.`,
  );
}

/** Adds labels to an object that exists. */
export async function label(
  connection: Connection,
  type: ResourceType,
  where: { name: string; namespace?: string | undefined },
  labels: Record<string, string>,
): Promise<void> {
  const answer = await connection.request('PATCH', pathOf(type, where), {
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ metadata: { labels } }),
  });
  if (answer.status >= 300) {
    throw new InfrastructureError(`Marking ${type.kind}/${where.name}: ${describe(answer)}.`);
  }
}
