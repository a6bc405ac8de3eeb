/** Process exit codes; see "Exit codes" in the README. */
export const EXIT = {
  passed: 0,
  belowPassMark: 1,
  usage: 2,
  infrastructure: 3,
  interrupted: 130,
} as const;

/**
 * A known problem: a sentence that says what happened and where, and what to do next.
 * Anything else that is thrown is a bug and is shown with its stack.
 */
export class KnownError extends Error {
  override readonly name: string = 'KnownError';
  readonly exitCode: number = EXIT.infrastructure;
  /** What to do next: a sentence, or a command to type. */
  readonly next: string | undefined;

  constructor(message: string, options: { next?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.next = options.next;
  }
}

/** The command line, a lab or another input is wrong. */
export class UsageError extends KnownError {
  override readonly name = 'UsageError';
  override readonly exitCode = EXIT.usage;
}

/** The machine, the container runtime or the cluster could not do what was asked. */
export class InfrastructureError extends KnownError {
  override readonly name = 'InfrastructureError';
}

/** Ctrl-C or SIGTERM: unwinds to main, which exits as a shell expects (128 + signal). */
export class Interrupted extends KnownError {
  override readonly name = 'Interrupted';
  override readonly exitCode = EXIT.interrupted;

  constructor() {
    super('Interrupted.');
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
