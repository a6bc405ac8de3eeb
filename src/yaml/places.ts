import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Path } from './parse.ts';

/** A key or value that is text, number, boolean or null. */
export interface Scalar {
  path: Path;
  isKey: boolean;
  /** Written without quotes and not as a block. */
  plain: boolean;
  /** As written, without quotes, and where that starts. */
  raw: string;
  start: number;
}

export interface DocumentPlaces {
  root: Place;
  scalars: Scalar[];
}

/** Where a value and its key start, and the same for what it holds. */
export class Place {
  readonly start: number;
  readonly key: number;
  readonly children = new Map<string, Place>();

  constructor(start: number, key: number) {
    this.start = start;
    this.key = key;
  }

  /** The place at `path`, or the deepest on the way to it. */
  find(path: Path): Place {
    let place: Place = this;
    for (const step of path) {
      const next = place.children.get(String(step));
      if (!next) break;
      place = next;
    }
    return place;
  }
}

interface Frame {
  kind: 'document' | 'sequence' | 'mapping';
  place: Place;
  path: Path;
  index: number;
  /** In a mapping: the key whose value comes next, and where it starts. */
  key?: { name: string; start: number } | undefined;
}

/** The place of every node of every document, from the parser's events. */
export function walk(
  events: readonly Event[],
  text: string,
  report: (offset: number, message: string) => void,
): DocumentPlaces[] {
  const documents: DocumentPlaces[] = [];
  const stack: Frame[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) stack.pop();
    else if (event.type === EVENT_ID.DOCUMENT) {
      const place = new Place(0, 0);
      documents.push({ root: place, scalars: [] });
      stack.push({ kind: 'document', place, path: [], index: 0 });
    } else {
      const frame = stack.at(-1);
      const document = documents.at(-1);
      if (frame && document) visit(event, frame, document);
    }
  }
  return documents;

  function visit(event: ContentEvent, frame: Frame, document: DocumentPlaces): void {
    const offset = startOf(event, text);
    const isKey = frame.kind === 'mapping' && frame.key === undefined;
    const path = isKey ? frame.path : pathOf(frame);
    if (event.type === EVENT_ID.SCALAR && event.valueStart >= 0) {
      const { valueStart: start, valueEnd, style } = event;
      const raw = text.slice(start, valueEnd);
      document.scalars.push({ path, isKey, plain: style === SCALAR_STYLE.PLAIN, raw, start });
    }
    if (isKey) {
      const name = keyName(event, text);
      const start = offset ?? frame.place.start;
      if (frame.place.children.has(name)) report(start, `"${name}" is given twice`);
      frame.key = { name, start };
      return;
    }
    const key = frame.key?.start ?? offset ?? frame.place.start;
    const place = new Place(offset ?? key, key);
    if (frame.kind === 'document') document.root = place;
    else frame.place.children.set(String(path.at(-1)), place);
    frame.key = undefined;
    frame.index += 1;
    if (event.type === EVENT_ID.SEQUENCE) stack.push({ kind: 'sequence', place, path, index: 0 });
    if (event.type === EVENT_ID.MAPPING) stack.push({ kind: 'mapping', place, path, index: 0 });
  }
}

type ContentEvent = Exclude<Event, { type: typeof EVENT_ID.POP | typeof EVENT_ID.DOCUMENT }>;

function pathOf(frame: Frame): Path {
  if (frame.kind === 'document') return frame.path;
  return [...frame.path, frame.key?.name ?? frame.index];
}

/** Keys are scalars: the constructor has refused others. */
function keyName(event: ContentEvent, text: string): string {
  if (event.type === EVENT_ID.SCALAR) return getScalarValue(text, event);
  return event.type === EVENT_ID.ALIAS ? text.slice(event.anchorStart - 1, event.anchorEnd) : '';
}

/** The first character that a reader sees; undefined for an empty value. */
function startOf(event: ContentEvent, text: string): number | undefined {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  if (event.valueStart < 0) return undefined;
  const quoted =
    event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  if (quoted) return event.valueStart - 1;
  const indent = /^\s*/.exec(text.slice(event.valueStart, event.valueEnd));
  return event.valueStart + (indent?.[0].length ?? 0);
}
