import type { V1DeploymentStrategy } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { parseRef } from '../../lab/ref.ts';
import type { Look } from '../define.ts';
import { failed, passed } from '../verdict.ts';

interface Deployment extends KubeObject {
  spec: { strategy?: V1DeploymentStrategy };
}

/** How a rolling update goes: numbers of pods, or shares of them with a percent sign. */
export interface RollingStrategy {
  maxSurge: number | string;
  maxUnavailable: number | string;
}

/** A number and a share differ once the Deployment is scaled; no share of any number is none. */
function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map((amount) => (amount === '0%' ? 0 : amount));
  return a === b;
}

/** The Deployment is updated by RollingUpdate, with these two as they are written here. */
export function rollsBy(ref: string, wanted: RollingStrategy): Look {
  return async (facts) => {
    const { name } = parseRef(ref);
    const deployment = await facts.get<Deployment>(ref);
    const { type, rollingUpdate } = deployment?.spec.strategy ?? {};
    const { maxSurge, maxUnavailable } = rollingUpdate ?? {};
    if (
      type === 'RollingUpdate' &&
      isSame(maxSurge, wanted.maxSurge) &&
      isSame(maxUnavailable, wanted.maxUnavailable)
    ) {
      return passed();
    }
    const inWords = (surge: unknown, unavailable: unknown) =>
      `RollingUpdate with maxSurge ${surge} and maxUnavailable ${unavailable}`;
    return failed({
      expected: `${name} is updated by ${inWords(wanted.maxSurge, wanted.maxUnavailable)}`,
      actual: !deployment
        ? `there is no Deployment ${name}`
        : rollingUpdate
          ? inWords(maxSurge, maxUnavailable)
          : `${type}`,
    });
  };
}
