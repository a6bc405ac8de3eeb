import type { Reads } from '../grading/facts.ts';
import type { POLLED, Source } from './source.ts';

export type Read = Source | typeof POLLED;

/** What one look of a check has read. */
export class Trail implements Reads {
  readonly reads = new Set<Read>();
  readonly #onRead: (read: Read) => void;
  readonly #includedBy: Trail[] = [];

  constructor(onRead: (read: Read) => void) {
    this.#onRead = onRead;
  }

  note(read: Read): void {
    this.reads.add(read);
    this.#onRead(read);
    for (const other of this.#includedBy) other.note(read);
  }

  include(other: Reads): void {
    if (!(other instanceof Trail) || other === this) return;
    for (const read of other.reads) this.note(read);
    other.#includedBy.push(this);
  }
}
