import { InfrastructureError } from '../../errors.ts';
import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { type Failed, failed, isFailed, type Outcome, passed } from '../verdict.ts';

/** What a recorder pod has written down; times in seconds on the clock of its machine. */
export interface GapRecord {
  now: number;
  /** When it last asked. */
  last: number;
  answers: number;
  /** Times without an answer; `to` is missing in one that still lasts. */
  gaps: { from: number; to?: number; refused: number; late: number }[];
}

export interface GapOptions {
  /** What is asked, as the learner knows it. */
  title: string;
  /** Seconds without an answer that count. */
  gap: number;
}

const EXEC_S = 20;
/** Beyond its length, for a recorder that is slow to write a gap down. */
const SEEN_WITHIN_S = 2;
const INTERVAL_MS = 500;
/** A recorder asks several times a second: one that is silent for so long does not run. */
const SILENT_S = 15;
/** So often it was refused in a gap: once or twice in a long time is a slow machine's doing. */
const REFUSED_AT_LEAST = 3;
/** No answer in time may be a slow machine's doing too; for so long it is none. */
const LATE_S = 30;

/**
 * Whether a service answered all the time since the start, as a seeded pod saw it that asks it
 * without pause. It writes to /record/state "<uptime> <answers> <refused> <late> <since>", the
 * last being the beginning of a gap or '-', and to /record/gaps a line "<from> <to> <refused>
 * <late>" for each gap that ended; times as in /proc/uptime. `refused` counts attempts that failed,
 * `late` those that nothing came of in time.
 */
export function answeredAllTheTime(pod: string, options: GapOptions): Look {
  return async (facts) => {
    // A gap that has just begun is not over: it is looked at until it is long enough, or closed.
    const patience = {
      signal: facts.signal,
      seconds: options.gap + SEEN_WITHIN_S,
      every: INTERVAL_MS,
    };
    const found = await lookAgain(
      patience,
      async () => {
        const record = await read(facts, pod);
        if (isFailed(record)) return { outcome: record, lasts: false };
        const lasts = record.gaps.some(({ to }) => to === undefined);
        return { outcome: judge(record, options), lasts };
      },
      ({ outcome, lasts }) => isFailed(outcome) || !lasts,
    );
    return found.outcome;
  };
}

async function read(facts: Facts, pod: string): Promise<GapRecord | Failed> {
  const command = ['sh', '-c', 'cat /proc/uptime /record/state; cat /record/gaps'];
  const result = await facts.exec(pod, command, { seconds: EXEC_S });
  if (isFailed(result)) return result;
  const record = parse(result.stdout);
  if (record) return record;
  throw new InfrastructureError(`${pod} has no record: ${result.stderr || result.stdout}`);
}

function judge({ now, last, answers, gaps }: GapRecord, { title, gap }: GapOptions): Outcome {
  const expected = `${title} answers all the time: no gap of ${gap} s or more`;
  if (now - last > SILENT_S) {
    return failed({ expected, actual: `nobody asked for ${Math.round(now - last)} s` });
  }
  if (answers === 0) return failed({ expected, actual: 'it never answered' });
  const long = gaps
    .map((found) => ({ ...found, seconds: (found.to ?? now) - found.from }))
    .filter(({ seconds, refused }) =>
      refused >= REFUSED_AT_LEAST ? seconds >= gap : seconds >= Math.max(gap, LATE_S),
    );
  if (long.length === 0) return passed();
  const spans = long.map(
    ({ seconds, to }) => `${seconds.toFixed(1)} s${to === undefined ? ' so far' : ''}`,
  );
  return failed({ expected, actual: `no answer for ${spans.join(', ')}` });
}

/** Undefined unless it is a whole record. */
export function parse(text: string): GapRecord | undefined {
  const [uptime = '', state = '', ...lines] = text.trim().split('\n');
  const [now] = numbers(uptime);
  const [last, answers, refused = 0, late = 0, since] = numbers(state);
  if (now === undefined || last === undefined || answers === undefined) return undefined;
  const gaps = lines.map((line): GapRecord['gaps'][number] => {
    const [from = 0, to = 0, refused = 0, late = 0] = numbers(line);
    return { from, to, refused, late };
  });
  if (since !== undefined) gaps.push({ from: since, refused, late });
  return { now, last, answers, gaps };
}

/** The numbers of a line, up to the first word that is none. */
function numbers(line: string): number[] {
  const all = line.trim().split(/\s+/).map(Number);
  const end = all.findIndex(Number.isNaN);
  return end < 0 ? all : all.slice(0, end);
}
