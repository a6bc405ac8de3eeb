import type { Paths } from './host/paths.ts';
import type { Run } from './host/run.ts';
import type { Progress } from './ui/progress.ts';

/** What main hands to everything that touches the outside; tests hand in plain objects. */
export interface Context {
  run: Run;
  progress: Progress;
  paths: Paths;
  /** Environment variables of this process. */
  env: Readonly<Record<string, string | undefined>>;
  /** The command line that this is, as it can be pasted. */
  command?: string;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** By how much waits for a cluster, and checks, may take longer than a learner's; 1 when not said. */
  patience?: number;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
  /** The same world for undoing: the first Ctrl-C does not stop it, the second does. */
  undoing: () => Context;
  /** Asks a yes/no question on a terminal; --yes answers it. False where nobody can answer. */
  confirm: (question: string) => Promise<boolean>;
}
