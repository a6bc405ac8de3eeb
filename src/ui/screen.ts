import { createLogUpdate } from 'log-update';

/** A part of a terminal that is drawn again in place. */
export interface Screen {
  /** Replaces what was drawn before. */
  draw(text: string): void;
  size(): { columns: number; rows: number };
  /** Returns what ends the listening. */
  onResize(listener: () => void): () => void;
  /** Leaves what was drawn last, and the cursor below it. */
  end(): void;
}

export function createScreen(stream: NodeJS.WriteStream): Screen {
  const update = createLogUpdate(stream);
  return {
    draw: update,
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
    onResize(listener) {
      stream.on('resize', listener);
      return () => stream.off('resize', listener);
    },
    end() {
      update.done();
      // Behind the ^C that the terminal shows.
      stream.write('\n');
    },
  };
}
