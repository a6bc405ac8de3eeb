import path from 'node:path';
import type { Finding } from '../yaml/finding.ts';
import { type Loaded, load } from '../yaml/load.ts';
import { findingAt, type Source } from '../yaml/source.ts';
import { type LabFile, labSchema } from './schema.ts';

export type Origin = 'built-in' | 'given';

/** A lab as its file describes it, defaults filled in; its parameters have no values yet. */
export interface Lab extends Readonly<LabFile> {
  /** Absolute path of its folder. */
  readonly dir: string;
  /** Absolute path of its lab.yaml. */
  readonly file: string;
  /** Absolute path of its grader, which may be missing. */
  readonly graderFile: string;
  readonly origin: Origin;
}

/** A lab's folder as it was read, right or wrong. */
export interface LabSource {
  /** As the file says, or else the folder's name. */
  id: string;
  dir: string;
  file: string;
  graderFile: string;
  yaml: Loaded<LabFile>;
  /** Undefined when a field that every lab must have is missing or wrong. */
  lab: Lab | undefined;
  /** What lab.yaml alone shows. */
  findings: Finding[];
}

export interface LabPlace {
  dir: string;
  graderFile: string;
  origin: Origin;
}

/** Reads a lab.yaml. Never throws. */
export function readLab(place: LabPlace, source: Source): LabSource {
  const yaml = load(labSchema, source);
  const { dir } = place;
  const folder = path.basename(dir);
  const id = yaml.fields.id ?? folder;
  const findings = [...yaml.findings, ...inexactNumbers(yaml)];
  if (yaml.document && id !== folder) {
    const at = yaml.document.at(['id']);
    findings.push(findingAt(source.file, at, `id must be "${folder}", as its folder's`));
  }
  const lab = isWhole(yaml.fields) ? { ...yaml.fields, ...place, file: source.file } : undefined;
  return { id, ...place, file: source.file, yaml, lab, findings };
}

function isWhole(fields: Partial<LabFile>): fields is LabFile {
  return Object.keys(labSchema.shape).every((name) => name === 'kubernetes' || name in fields);
}

/** YAML reads 1.10 as 1.1 and 010 as 10: such a value in `pick` would not be what is written. */
function inexactNumbers({ document, source }: Loaded<LabFile>): Finding[] {
  return (document?.scalars ?? []).flatMap(
    ({ path: [first, name, pick, index], plain, raw, start }) => {
      if (first !== 'parameters' || pick !== 'pick' || typeof index !== 'number' || !plain)
        return [];
      const value = document?.value as { parameters: Record<PropertyKey, { pick: unknown[] }> };
      const read = value.parameters[name as string]?.pick[index];
      return typeof read === 'string' || String(read) === raw
        ? []
        : [
            findingAt(
              source.file,
              source.at(start),
              `YAML reads ${raw} as ${read}: write "${raw}"`,
            ),
          ];
    },
  );
}
