import type { Finding, Position } from '../yaml/finding.ts';
import { parseYaml, type YamlDocument } from '../yaml/parse.ts';
import { findingAt, type Source } from '../yaml/source.ts';
import type { ObjectRef } from './ref.ts';

/** An object of a manifest, and where it stands. */
export interface ManifestObject {
  ref: ObjectRef;
  document: YamlDocument;
  at: Position;
}

/** The objects of a manifest, whose templates are filled. */
export function manifestObjects(source: Source): {
  objects: ManifestObject[];
  findings: Finding[];
} {
  const { documents, findings } = parseYaml(source);
  const report = (at: Position, message: string) =>
    findings.push(findingAt(source.file, at, message));
  const filled = documents.filter(({ value }) => value !== null);
  if (filled.length === 0 && findings.length === 0) report(source.at(0), 'holds no object');
  const objects = filled.flatMap((document): ManifestObject[] => {
    const required = [['apiVersion'], ['kind'], ['metadata', 'name']];
    const lacking = required.filter((path) => typeof valueAt(document.value, path) !== 'string');
    for (const path of lacking) {
      const found = valueAt(document.value, path);
      const what = path.join('.');
      const problem =
        found === undefined ? 'is missing' : `must be text, not ${JSON.stringify(found)}`;
      report(document.at(path), `${what} ${problem}`);
    }
    if (lacking.length > 0) return [];
    const text = (path: readonly string[]) => valueAt(document.value, path) as string;
    const kind = text(['kind']);
    const name = text(['metadata', 'name']);
    const namespace = valueAt(document.value, ['metadata', 'namespace']);
    const ref = typeof namespace === 'string' ? { kind, name, namespace } : { kind, name };
    return [{ ref, document, at: document.at(['metadata', 'name']) }];
  });
  return { objects, findings };
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}
