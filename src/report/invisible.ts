/** Characters that show as nothing, as a blank, or turn the direction of what follows. */
const INVISIBLE =
  /[\p{Cf}\p{Zl}\p{Zp}\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\u115F\u1160\u3164\uFFA0]|\u034F/gu;

/** The letters of other scripts that look like Latin ones, and those. */
const ALIKE = new Map(
  [
    ['АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһԛԝӏ', 'ABESIJKMHOPCTYXaeopcyxijsdhqwl'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ', 'ABEZHIKMNOPTYXovp'],
    ['‐‑‒–—−‘’“”', '------\'\'""'],
  ].flatMap(([other = '', latin = '']) =>
    [...other].map((letter, index) => [letter, [...latin][index] as string] as const),
  ),
);

/** A text whose invisible characters show as their numbers: `<U+FEFF>`. */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, numbered);
}

/** The same for those alone that turn the direction of a text. */
export function turnsVisible(text: string): string {
  return text.replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, numbered);
}

/**
 * What is there, beside what was expected, so that a difference is seen: in words that look as
 * expected, letters of other scripts and combined ones show their numbers; and blanks do, where
 * nothing but them is different.
 */
export function marked(expected: string, actual: string): string {
  if (expected === actual) return actual;
  const wanted = skeleton(expected);
  if (wanted === skeleton(actual) && expected.normalize() !== actual.normalize()) {
    return actual
      .replaceAll(/[\t\r]|^ +| +$|(?<= ) +/gm, numbered)
      .replaceAll(/[^\p{ASCII}]/gu, tagged);
  }
  return actual.replaceAll(/[^\s'"`]+/g, (word) => {
    const isPlain = !/[^\p{ASCII}]/u.test(word);
    return isPlain || expected.includes(word) || !wanted.includes(skeleton(word))
      ? word
      : word.replaceAll(/[^\p{ASCII}]/gu, tagged);
  });
}

/** What a text looks like. */
function skeleton(text: string): string {
  return [...text.normalize('NFKD').replaceAll(INVISIBLE, '')]
    .map((letter) => ALIKE.get(letter) ?? letter)
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function numbered(characters: string): string {
  return [...characters].map((one) => `<${numberOf(one)}>`).join('');
}

function tagged(letter: string): string {
  // What is invisible is shown anyway.
  return letter.search(INVISIBLE) >= 0 ? letter : `${letter}<${numberOf(letter)}>`;
}

function numberOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
