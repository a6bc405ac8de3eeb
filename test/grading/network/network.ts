import type { Facts } from '../../../src/grading/facts.ts';
import type { PodEnd, Policy } from '../../../src/grading/network/model.ts';
import { lets } from '../../../src/grading/network/policy.ts';
import type { World } from '../../../src/grading/network/world.ts';
import { failed } from '../../../src/grading/verdict.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';

function objectsOf({ policies, namespaces, pods }: World): KubeObject[] {
  return [
    ...policies,
    ...namespaces.map(({ name, labels }) => {
      const one = object('Namespace', name);
      return { ...one, metadata: { ...one.metadata, labels } };
    }),
    ...pods.map(({ name = '', namespace, labels, ips, ports }) => {
      const one = object('Pod', name, namespace.name);
      return {
        ...one,
        metadata: { ...one.metadata, labels },
        spec: { containers: [{ ports }] },
        status: { phase: 'Running', podIPs: ips.map((ip) => ({ ip })) },
      };
    }),
  ];
}

export interface Network {
  /** What the network enforces; the policies themselves when not said. */
  enforced?: () => readonly Policy[];
  /** Pods whose servers are down. */
  down?: string[];
  dns?: boolean;
  deleted?: string;
}

/** A cluster whose network does what some policies say. */
export function factsOf(seen: World, network: Network = {}, lag = 0): Facts {
  const { enforced = () => seen.policies, down = [], dns = true, deleted } = network;
  const connects = (from: PodEnd, to: PodEnd, port: number) =>
    !down.includes(to.name ?? '') &&
    (from === to ||
      (lets(enforced(), 'Egress', from, to, { port, protocol: 'TCP' }) &&
        lets(enforced(), 'Ingress', to, from, { port, protocol: 'TCP' })));
  const coredns = seen.pods.find(({ name }) => name === 'coredns') as PodEnd;
  return fakeFacts({
    ...fakeObjects(objectsOf(seen)),
    lag,
    exec: async (ref, command) => {
      if (ref === deleted) return failed({ expected: `${ref} is there`, actual: 'deleted' });
      const from = seen.pods.find(
        ({ name, namespace }) => ref === `Pod/${name} in ${namespace.name}`,
      ) as PodEnd;
      const lines = command.slice(4).filter((text) => {
        const [ip = '', port = ''] = text.split('/');
        return connects(
          from,
          seen.pods.find(({ ips }) => ips.includes(ip)) as PodEnd,
          Number(port),
        );
      });
      const answers = (['UDP', 'TCP'] as const).filter(
        (protocol) => dns && lets(enforced(), 'Egress', from, coredns, { port: 53, protocol }),
      );
      const stdout = [...lines, ...answers.map((one) => `dns/${one}`), 'end', ''].join('\n');
      return { exitCode: 0, stdout, stderr: '' };
    },
  });
}
