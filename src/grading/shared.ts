import type { Facts } from './facts.ts';

/** Checks that ask at the same time get one answer; the next one to ask gets a new one. */
export function shared<T>(ask: (facts: Facts) => Promise<T>): (facts: Facts) => Promise<T> {
  let asking: { answer: Promise<T>; reads: Facts['reads'] } | undefined;
  return (facts) => {
    if (asking?.reads) facts.reads?.include(asking.reads);
    asking ??= {
      answer: ask(facts).finally(() => {
        asking = undefined;
      }),
      reads: facts.reads,
    };
    return asking.answer;
  };
}
