/**
 * How much time of an exam is spent. It goes on while nobody looks and after a reboot, and a clock
 * that is set back gives no time.
 */
export interface Clock {
  /** ISO 8601, when the first task could be worked on; null before. */
  begun: string | null;
  /** Milliseconds spent, as of `at`. */
  spent: number;
  /** When `spent` was written: milliseconds since the epoch, and since the boot of that id. */
  at: { wall: number; boot: string; sinceBoot: number } | null;
  /** The wall clock was set back meanwhile. */
  setBack: boolean;
}
