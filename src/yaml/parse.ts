import { constructFromEvents, type Event, parseEvents, YAMLException } from 'js-yaml';
import { messageOf } from '../errors.ts';
import type { Finding, Position } from './finding.ts';
import { MOST_ALIASES } from './learner.ts';
import { Place, type Scalar, walk } from './places.ts';
import { findingAt, type Source } from './source.ts';
import { quoteTemplates } from './unquoted.ts';

/** Keys and indexes from the root of a document. */
export type Path = readonly PropertyKey[];

export interface YamlDocument {
  value: unknown;
  /** Where the value at `path` stands; for one that isn't there, what ought to hold it. */
  at(path: Path): Position;
  /** Where the key of the value at `path` stands. */
  keyAt(path: Path): Position;
  scalars: readonly Scalar[];
}

export interface ParsedYaml {
  /** Empty when the text is not YAML. */
  documents: YamlDocument[];
  findings: Finding[];
}

/** Reads every document of a text, with the place of each key and value. Never throws. */
export function parseYaml(source: Source): ParsedYaml {
  const findings: Finding[] = [];
  const report = (offset: number, message: string) =>
    findings.push(findingAt(source.file, source.at(offset), message));
  try {
    const parsed: Event[] = parseEvents(source.text, { filename: source.file });
    const events = quoteTemplates(parsed, source.text, report);
    // `json` lets a repeated key pass: walk reports each of them.
    const values = constructFromEvents(events, {
      source: source.text,
      json: true,
      maxAliases: MOST_ALIASES,
    });
    const places = walk(events, source.text, report);
    const documents = values.map((value, index): YamlDocument => {
      const { root, scalars } = places[index] ?? { root: new Place(0, 0), scalars: [] };
      return {
        value,
        scalars,
        at: (path) => source.at(root.find(path).start),
        keyAt: (path) => source.at(root.find(path).key),
      };
    });
    return { documents, findings };
  } catch (error) {
    const broken = error instanceof YAMLException;
    const offset = broken ? (error.mark?.position ?? 0) : 0;
    const reason = broken
      ? error.reason.replace(COMPLEX_KEYS, 'a key must be text')
      : messageOf(error);
    report(offset, `this is not YAML: ${reason}${hint(source, offset)}`);
    return { documents: [], findings };
  }
}

const COMPLEX_KEYS = 'object-based map does not support complex keys';

function hint(source: Source, offset: number): string {
  const { line } = source.at(offset);
  return /(^|[\s[,])\{\{/.test(source.text.split('\n')[line - 1] ?? '')
    ? ' (a value that begins with {{ must be quoted)'
    : '';
}
