import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, passed } from '../verdict.ts';
import type { Pod } from './newest-pods.ts';

/** Of the pods of a namespace, this one has a label with this value, and no other has the label. */
export function onlyPodLabelled(
  namespace: string,
  pod: string,
  label: string,
  value: string,
): Look {
  return async (facts) => {
    const pods = await facts.list<Pod>('Pod', { namespace });
    const found = pods.flatMap(({ metadata }) => {
      const given = metadata.labels?.[label];
      return given === undefined ? [] : [`${metadata.name} has ${label}=${given}`];
    });
    const right = `${pod} has ${label}=${value}`;
    if (found.length === 1 && found[0] === right) return passed();
    return failed({
      expected: `one pod has the label ${label}, with the value ${value}: the right one`,
      actual: found.join('; ') || `no pod has the label ${label}`,
    });
  };
}

/** The container of these pods, 'Pod/web in shop', whose command has this text, with its pod. */
export async function podWhoseCommandHas(
  facts: Pick<Facts, 'get'>,
  refs: readonly string[],
  text: string,
): Promise<{ pod: string; container: string } | undefined> {
  const pods = await Promise.all(refs.map((ref) => facts.get<Pod>(ref)));
  const all = pods
    .filter((pod) => pod !== undefined)
    .flatMap(({ metadata, spec }) =>
      spec.containers.map((container) => ({ pod: metadata.name, container })),
    );
  const found = all.find(({ container: { command = [], args = [] } }) =>
    [...command, ...args].some((part) => part.includes(text)),
  );
  return found && { pod: found.pod, container: found.container.name };
}
