import { format } from 'node:util';
import type { Ora } from 'ora';

/** Tells a person, on stderr, what is being done. Results never go through here. */
export interface Progress {
  /**
   * Shows `text` while `work` runs, then marks it done or failed with the time that it took.
   * `update` replaces the detail behind the text ("3 of 9 parts left, building etcd").
   * Steps may nest and run side by side.
   */
  step<T>(text: string, work: (update: (detail: string) => void) => Promise<T>): Promise<T>;
  /** A line that stays. */
  note(text: string): void;
}

export interface ProgressOptions {
  stream: NodeJS.WriteStream;
  quiet: boolean;
  now: () => number;
}

export function createProgress({ stream, quiet, now }: ProgressOptions): Progress {
  if (quiet) return { step: (_text, work) => work(() => {}), note: () => {} };
  return canDraw(stream) ? spinning(stream, now) : plainLines(stream, now);
}

/** Whether text can be drawn again in place: on a terminal that knows its size. */
export function canDraw({
  isTTY,
  columns,
}: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): boolean {
  return isTTY && columns > 0;
}

const DETAIL_INTERVAL_MS = 15_000;

/** Without a terminal: a line when a step starts, ends, and at most every 15 s between. */
function plainLines(stream: NodeJS.WriteStream, now: () => number): Progress {
  const line = (text: string) => stream.write(format('%s\n', text));
  return {
    note: line,
    async step(text, work) {
      const started = now();
      let last = started;
      line(`… ${text}`);
      try {
        const result = await work((detail) => {
          if (now() - last < DETAIL_INTERVAL_MS) return;
          last = now();
          line(`… ${text}: ${detail}`);
        });
        line(`✔ ${text} (${seconds(now() - started)})`);
        return result;
      } catch (error) {
        line(`✖ ${text} (${seconds(now() - started)})`);
        throw error;
      }
    },
  };
}

/** On a terminal: one spinner that names every running step; a finished step leaves its line. */
function spinning(stream: NodeJS.WriteStream, now: () => number): Progress {
  const running = new Map<symbol, string>();
  let loaded: Promise<Ora> | undefined;
  let spinner: Ora | undefined;
  // Loaded for the first step: most commands have none.
  const load = async () => {
    const { default: ora } = await import('ora');
    spinner = ora({ stream, discardStdin: false });
    return spinner;
  };
  const redraw = () => {
    if (running.size === 0) spinner?.stop();
    else spinner?.start([...running.values()].join(' · '));
  };
  return {
    note(text) {
      if (spinner) spinner.stopAndPersist({ symbol: ' ', text });
      else stream.write(`  ${text}\n`);
      redraw();
    },
    async step(text, work) {
      loaded ??= load();
      const shown = await loaded;
      const key = Symbol(text);
      const started = now();
      const took = () => `${text} (${seconds(now() - started)})`;
      running.set(key, text);
      redraw();
      try {
        const result = await work((detail) => {
          running.set(key, `${text}: ${detail} (${seconds(now() - started)})`);
          redraw();
        });
        shown.succeed(took());
        return result;
      } catch (error) {
        shown.fail(took());
        throw error;
      } finally {
        running.delete(key);
        redraw();
      }
    },
  };
}

/** A duration in milliseconds as a person reads it: "0.4 s", "12 s", "3 min 5 s". */
export function seconds(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
