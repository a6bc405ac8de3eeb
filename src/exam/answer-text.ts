const MARK = '\uFEFF';
const SHELLS = /^#!.*\b(ba|da|a|k|z)?sh\b/;

/** Why a manifest can't be applied, in words; null: nothing shows. */
export function flawOfManifest(name: string, bytes: Uint8Array): string | null {
  const wide = wideText(bytes);
  if (wide !== null) return `${name} ${wide}`;
  return isUtf8(bytes) ? null : `${name} is not in UTF-8 (perhaps in Latin-1): save it as UTF-8`;
}

/** Why bash can't run a script, in words; null: nothing shows. */
export function flawOfScript(name: string, bytes: Uint8Array): string | null {
  const wide = wideText(bytes);
  if (wide !== null) return `${name} ${wide}`;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const [first = ''] = text.replace(MARK, '').split(/\r\n?|\n/, 1);
  if (text.trim() === '') return `${name} is empty`;
  if (text.startsWith(MARK)) {
    return `${name} begins with a byte order mark (BOM): save it as UTF-8 without BOM`;
  }
  if (windowsLines(text)) {
    return `${name} has the line ends of Windows (CRLF): save it with LF alone, as by \`sed -i 's/\\r$//' ${name}\``;
  }
  if (first.startsWith('#!') && !SHELLS.test(first)) {
    return `${name} is run by bash, and is written for another program (${JSON.stringify(first)})`;
  }
  return null;
}

/** UTF-16 and UTF-32 have zeros beside the letters of any script or manifest. */
function wideText(bytes: Uint8Array): string | null {
  const start = [...bytes.subarray(0, 4)];
  const marked =
    (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  if (!marked && !bytes.includes(0)) return null;
  const head = bytes.subarray(0, 1000);
  const zeros = head.filter((byte) => byte === 0).length;
  return marked || zeros * 3 > head.length
    ? 'is in UTF-16: save it as UTF-8'
    : 'holds zero bytes, so it is no text: save it as UTF-8';
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A few such lines may stand in a text that the script writes; then bash takes the others well. */
function windowsLines(text: string): boolean {
  const all = text.split('\n').length - 1;
  if (all === 0) return text.includes('\r');
  const windows = text.split('\r\n').length - 1;
  return windows * 2 >= all || /^[^\n]*\r\n/.test(text);
}
