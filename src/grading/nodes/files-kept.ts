import { InfrastructureError } from '../../errors.ts';
import type { Kept, Look } from '../define.ts';
import { failed, passed } from '../verdict.ts';

/**
 * These files of a node, by their full paths, hold what they held at the start: the lines of
 * sha256sum that a seed script printed, among others.
 */
export function nodeFilesKept(node: string, printed: Kept, ...files: [string, ...string[]]): Look {
  return async (facts) => {
    const before = digestsIn(printed(facts));
    const unknown = files.find((file) => !before.has(file));
    if (unknown !== undefined) {
      throw new InfrastructureError(`The digest of ${unknown} was not kept.`, {
        next: 'Run `cka-lab reset`.',
      });
    }
    // It names those that are missing and goes on.
    const { stdout } = await facts.node(node).run(['sha256sum', '--', ...files]);
    const now = digestsIn(stdout);
    const changed = files.filter((file) => now.get(file) !== before.get(file));
    if (changed.length === 0) return passed();
    return failed({
      expected: `as at the start: ${changed.join(', ')}`,
      actual: changed.map((file) => `${file}: ${now.has(file) ? 'changed' : 'gone'}`).join('; '),
    });
  };
}

function digestsIn(text: string): Map<string, string> {
  const lines = text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm);
  return new Map([...lines].map(([_line, digest = '', file = '']) => [file, digest]));
}
