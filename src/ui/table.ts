import Table from 'cli-table3';

/** Columns without lines, as kubectl prints them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const blank = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '', left: '', right: '' };
  const edges = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' };
  const bottom = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' };
  const printed = new Table({
    chars: { ...blank, ...edges, ...bottom, middle: '   ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  printed.push([...head], ...rows.map((row) => [...row]));
  return printed
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
