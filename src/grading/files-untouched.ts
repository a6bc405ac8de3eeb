import { InfrastructureError } from '../errors.ts';
import type { Look } from './define.ts';
import { failed, passed } from './verdict.ts';

/** These files of `files:` in lab.yaml, by their names in {{files}}, are as the learner got them. */
export function filesUntouched(...names: [string, ...string[]]): Look {
  return async (facts) => {
    const now = await Promise.all(names.map((name) => facts.file(name)));
    const changes = names.flatMap((name, index) => {
      const given = facts.recorded.files?.[name];
      if (given === undefined) {
        throw new InfrastructureError(`${name} was not kept when the lab was started.`, {
          next: 'Run `cka-lab reset`.',
        });
      }
      const text = now[index];
      if (text === undefined) return [{ name, what: 'not there' }];
      // An editor that ends the last line changes nothing.
      return text.trimEnd() === given.trimEnd() ? [] : [{ name, what: 'changed' }];
    });
    if (changes.length === 0) return passed();
    return failed({
      expected: `as at the start: ${changes.map(({ name }) => name).join(', ')}`,
      actual: changes.map(({ name, what }) => `${name}: ${what}`).join('; '),
    });
  };
}
