/** A piece of HTML in which every text is escaped. */
export interface Markup {
  readonly html: string;
}

type Value = Markup | string | number | readonly Markup[];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template: what is put in is escaped, unless it is Markup. Attributes must be in quotes. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((string, index) => string + inserted(values[index] ?? ''));
  return { html: parts.join('') };
}

/** Text of this program that is HTML, or style, as it stands. */
export function raw(html: string): Markup {
  return { html };
}

/** A link where the address is one of the web, else the bare text. */
export function link(text: string, address: string): Markup {
  const url = webAddress(address);
  return url === undefined ? markup`${text} (${address})` : markup`<a href="${url}">${text}</a>`;
}

/** An address as a browser would write it; undefined for `javascript:` and the like. */
export function webAddress(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

function inserted(value: Value): string {
  if (typeof value === 'string')
    return value.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map(({ html }) => html).join('');
}
