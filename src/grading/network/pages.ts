import { converging } from '../converge.ts';
import type { Kept, Look } from '../define.ts';
import { failed, isFailed, passed } from '../verdict.ts';
import { answers } from './answers.ts';

/** Seconds for which a page that is not there yet is asked for again. */
const PATIENCE_S = 10;

/** What an address must answer: a text, or what the lab keeps on the host, which is not shown. */
export interface Page {
  url: string;
  holds: string | Kept;
}

/** Each address answers a probe pod by HTTP with this text; on one line and at most 200 bytes. */
export function pagesHold(probe: string, ...pages: [Page, ...Page[]]): Look {
  return (facts) => {
    const { signal } = facts;
    // What a page is put together from may have been let through just now.
    return converging({ signal, lag: facts.lag === 0 ? 0 : PATIENCE_S }, async () => {
      const said = await answers(
        facts,
        probe,
        pages.map(({ url }) => url),
      );
      if (isFailed(said)) return said;
      const wrong = pages.flatMap(({ url, holds }, index) => {
        const found = said[index];
        const wanted = typeof holds === 'string' ? holds : holds(facts);
        if (found === wanted) return [];
        const what = typeof holds === 'string' ? `"${holds}"` : 'what the lab put there';
        const actual = found === undefined ? `${url} gives no page` : `${url} answers "${found}"`;
        return [{ expected: `${url} answers ${what}`, actual }];
      });
      if (wrong.length === 0) return passed();
      return failed({
        expected: wrong.map(({ expected }) => expected).join('; '),
        actual: wrong.map(({ actual }) => actual).join('; '),
      });
    });
  };
}
