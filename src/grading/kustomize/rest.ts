import { load } from 'js-yaml';
import { InfrastructureError } from '../../errors.ts';
import { isUnder } from '../../kube/difference.ts';
import { differencesFrom } from '../covered.ts';
import type { Look } from '../define.ts';
import { failed, sameAs } from '../verdict.ts';

export interface RestAsked {
  /** The manifest of one object among the files that the learner got. */
  file: string;
  /** The object that was made of it, 'Deployment/web-east in shop'. */
  ref: string;
  /** The fields that were to be changed: 'spec.template.spec.containers[web].image'. */
  except: readonly string[];
}

/**
 * An object still has all that its manifest says, but for what was to be changed. What it has beyond
 * that, as the API server's defaults, is not looked at.
 */
export function restOf({ file, ref, except }: RestAsked): Look {
  return async (facts) => {
    const text = facts.recorded.files?.[file];
    if (text === undefined) {
      throw new InfrastructureError(`${file} was not kept when the lab was started.`, {
        next: 'Run `cka-lab reset`.',
      });
    }
    const expected = `all else of ${ref} as ${file} says`;
    const object = await facts.get(ref);
    if (!object) return failed({ expected, actual: 'there is no such object' });
    const found = differencesFrom(load(text), object);
    return sameAs(
      expected,
      found.filter((difference) => !isUnder(except, difference)),
    );
  };
}
