import { stripVTControlCharacters } from 'node:util';
import type { LabReport } from '../report/model.ts';
import { reportText, type Style } from '../report/text.ts';
import type { Screen } from '../ui/screen.ts';
import type { Display } from './display.ts';
import { clock, type Turn } from './turn.ts';

const JUST_NOW_MS = 4000;
const TURNS_SHOWN = 5;

export interface LiveText {
  report: LabReport;
  /** The newest first. */
  turns: readonly Turn[];
  note: string | undefined;
  now: number;
}

/** At a terminal: the whole result, drawn again in place. */
export function liveDisplay(screen: Screen, style: Style, now: () => number): Display {
  let shown: Omit<LiveText, 'now'> | undefined;
  let fading: NodeJS.Timeout | undefined;
  const draw = () => {
    if (shown) screen.draw(liveText({ ...shown, now: now() }, screen.size(), style));
  };
  const stopListening = screen.onResize(draw);
  return {
    begin(report) {
      shown = { report, turns: [], note: shown?.note };
      draw();
    },
    update(report, turns) {
      shown = {
        report,
        turns: [...[...turns].reverse(), ...(shown?.turns ?? [])].slice(0, TURNS_SHOWN),
        note: undefined,
      };
      draw();
      if (turns.length === 0) return;
      clearTimeout(fading);
      fading = setTimeout(draw, JUST_NOW_MS);
    },
    note(note) {
      if (shown) shown = { ...shown, note };
      else screen.draw(note);
      draw();
    },
    end() {
      clearTimeout(fading);
      stopListening();
      screen.end();
    },
  };
}

/** The result, then what turned last. What does not fit is told shorter. */
export function liveText(
  { report, turns, note, now }: LiveText,
  size: { columns: number; rows: number },
  style: Style,
): string {
  const since = turns[0] ? `last change ${clock(turns[0].at)}` : 'no change yet';
  const foot = [
    ...(turns.length > 0 ? ['', ...turns.map((turn) => turnText(turn, now, style))] : []),
    '',
    note === undefined
      ? style('dim', `Watching; ${since}. Ctrl-C ends the watch, not the lab.`)
      : style('yellow', note),
  ];
  const texts = shorterAndShorter(report).map((one) =>
    [reportText(one, style), ...foot].join('\n'),
  );
  // The cursor takes the line below.
  const fits = (text: string) => height(text, size.columns) < size.rows;
  return texts.find(fits) ?? (texts.at(-1) as string);
}

function turnText({ check, at }: Turn, now: number, style: Style): string {
  const { id, verdict } = check;
  const symbol = verdict === 'passed' ? '✔' : verdict === 'failed' ? '✖' : '·';
  if (now - at >= JUST_NOW_MS) return style('dim', `${symbol} ${clock(at)} ${id} ${verdict}`);
  const format = verdict === 'passed' ? 'green' : verdict === 'failed' ? 'red' : 'yellow';
  return style('bold', style(format, `${symbol} ${clock(at)} ${id} ${verdict} just now`));
}

function shorterAndShorter(report: LabReport): LabReport[] {
  const checks = (less: Partial<LabReport['checks'][number]>) =>
    report.checks.map((check) => (check.verdict === 'error' ? check : { ...check, ...less }));
  const withoutLinks = { ...report, links: [] };
  return [
    withoutLinks,
    { ...withoutLinks, checks: checks({ why: null }) },
    { ...withoutLinks, checks: checks({ why: null, expected: null }) },
    { ...withoutLinks, checks: checks({ why: null, expected: null, actual: null }) },
  ];
}

/** Lines on a terminal, with those that are wrapped. */
function height(text: string, columns: number): number {
  const widths = text.split('\n').map((line) => [...stripVTControlCharacters(line)].length);
  return widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
}
