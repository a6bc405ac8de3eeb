import { CHOMPING_MODE, EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

const TEMPLATE = /\{\{\s*[\w-]+\s*\}\}/y;
/** What `{{name}}` without quotes is to YAML: a mapping whose key is the mapping {name: null}. */
const SHAPE = [
  EVENT_ID.MAPPING,
  EVENT_ID.MAPPING,
  EVENT_ID.SCALAR,
  EVENT_ID.SCALAR,
  EVENT_ID.POP,
  EVENT_ID.SCALAR,
  EVENT_ID.POP,
];

/** Reports each `{{name}}` that lacks its quotes and reads it as the text that was meant. */
export function quoteTemplates(
  events: readonly Event[],
  text: string,
  report: (offset: number, message: string) => void,
): Event[] {
  const result: Event[] = [];
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index];
    if (!event) break;
    const template = event.type === EVENT_ID.MAPPING && templateAt(text, event.start);
    if (template && SHAPE.every((type, step) => events[index + step]?.type === type)) {
      report(event.start, `a template at the start of a value must be quoted: "${template}"`);
      result.push(scalar(event.start, event.start + template.length));
      index += SHAPE.length - 1;
    } else {
      result.push(event);
    }
  }
  return result;
}

function templateAt(text: string, offset: number): string | undefined {
  TEMPLATE.lastIndex = offset;
  return TEMPLATE.exec(text)?.[0];
}

function scalar(valueStart: number, valueEnd: number): ScalarEvent {
  return {
    type: EVENT_ID.SCALAR,
    valueStart,
    valueEnd,
    anchorStart: -1,
    anchorEnd: -1,
    tagStart: -1,
    tagEnd: -1,
    style: SCALAR_STYLE.PLAIN,
    chomping: CHOMPING_MODE.CLIP,
    indent: 0,
    fast: true,
  };
}
