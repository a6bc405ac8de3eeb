import type { Source } from '../yaml/source.ts';

const TEMPLATE = /\{\{(\s*)([A-Za-z_][\w-]*)\s*\}\}/g;
/** Words of Go's templates, which kubectl and crictl take: {{range .items}}…{{end}}. */
const GO_WORDS = new Set(['end', 'else', 'break', 'continue']);

/** A `{{name}}` in a text. */
export interface TemplateUse {
  name: string;
  /** As written; `{{ name }}` with spaces is not replaced. */
  raw: string;
  offset: number;
}

export function templatesIn(text: string): TemplateUse[] {
  return [...text.matchAll(TEMPLATE)]
    .map(({ 0: raw, 2: name = '', index: offset }) => ({ raw, name, offset }))
    .filter(({ name }) => !GO_WORDS.has(name));
}

/** Values by name; a name without one stays as it is written. */
export type Values = Readonly<Record<string, string>>;

/** A text in which each `{{name}}` has become its value. */
export function render(text: string, values: Values): string {
  return text.replaceAll(TEMPLATE, (raw, space: string, name: string) =>
    space === '' && Object.hasOwn(values, name) ? (values[name] ?? raw) : raw,
  );
}

/** Where a value stands in a rendered text. */
export interface Replacement {
  name: string;
  start: number;
  end: number;
}

/** Renders, and keeps for each place of the result the place that it came from. */
export function renderSource(
  source: Source,
  values: Values,
): { rendered: Source; replacements: Replacement[] } {
  const replacements: (Replacement & { from: number; raw: string })[] = [];
  let text = '';
  let from = 0;
  for (const { name, raw, offset } of templatesIn(source.text)) {
    text += source.text.slice(from, offset);
    const value = render(raw, values);
    replacements.push({
      name,
      raw,
      from: offset,
      start: text.length,
      end: text.length + value.length,
    });
    text += value;
    from = offset + raw.length;
  }
  text += source.text.slice(from);
  const at = (offset: number) => {
    const before = replacements.findLast(({ start }) => start <= offset);
    if (!before) return source.at(offset);
    if (offset < before.end) return source.at(before.from);
    return source.at(before.from + before.raw.length + offset - before.end);
  };
  return { rendered: { file: source.file, text, at }, replacements };
}
