import type {
  ContainerPort,
  Namespace,
  PodEnd,
  Policy,
} from '../../../src/grading/network/model.ts';
import type { Terms } from '../../../src/grading/network/terms.ts';
import type { World } from '../../../src/grading/network/world.ts';
import type { Labels } from '../../../src/grading/sets/selector.ts';
import { object } from '../fakes.ts';

/** A web, an api and a database in two namespaces, and a third one beside them. */
export const terms: Terms = {
  closed: ['shop', 'data'],
  flows: [
    {
      from: { namespace: 'shop', labels: { app: 'web' } },
      to: { namespace: 'shop', labels: { app: 'api' } },
      port: 8080,
    },
    {
      from: { namespace: 'shop', labels: { app: 'api' } },
      to: { namespace: 'data', labels: { app: 'db' } },
      port: 3306,
    },
  ],
};

export function namespace(name: string, labels: Labels = {}): Namespace {
  return { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } };
}

const namespaces = [
  namespace('shop', { zone: 'front', product: 'shop' }),
  namespace('data', { zone: 'data', product: 'shop' }),
  namespace('tools', { zone: 'tools', product: 'shop' }),
  namespace('kube-system'),
];

let last = 9;
export function pod(
  name: string,
  home: string,
  labels: Labels,
  ports: ContainerPort[] = [],
): PodEnd {
  last += 1;
  const found = namespaces.find((one) => one.name === home) ?? namespace(home);
  return { name, namespace: found, labels, ips: [`10.244.1.${last}`], ports };
}

const http = { name: 'http', containerPort: 8080 };
const sql = { name: 'sql', containerPort: 3306 };
const pods = [
  pod('web', 'shop', { app: 'web' }, [http]),
  pod('api', 'shop', { app: 'api', track: 'stable' }, [http]),
  pod('db', 'data', { app: 'db' }, [sql, { name: 'metrics', containerPort: 9104 }]),
  pod('archive', 'data', { app: 'archive' }, [sql]),
  pod('trial', 'tools', { app: 'api' }, [http]),
  pod('guarded', 'tools', { app: 'guarded' }, [{ containerPort: 8443 }, { containerPort: 9443 }]),
  pod('coredns', 'kube-system', { 'k8s-app': 'kube-dns' }, [
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
  ]),
];

export function world(policies: readonly Policy[]): World {
  return { policies, namespaces, pods, podRanges: ['10.244.0.0/24', '10.244.1.0/24'] };
}

export function policy(home: string, name: string, spec: NonNullable<Policy['spec']>): Policy {
  return { ...object('NetworkPolicy', name, home), spec };
}

const dns = [
  { port: 53, protocol: 'UDP' },
  { port: 53, protocol: 'TCP' },
];
export const toDns = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: dns,
};
export const is = (app: string) => ({ matchLabels: { app } });
export const named = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });

/** What is right, in five policies; any can be replaced. */
export function right(changes: Record<string, NonNullable<Policy['spec']>> = {}): Policy[] {
  const all = { podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [toDns] };
  const specs: Record<string, NonNullable<Policy['spec']>> = {
    'shop/all': all,
    'data/all': all,
    'shop/web': {
      podSelector: is('web'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: is('api') }], ports: [{ port: 8080 }] }],
    },
    'shop/api': {
      podSelector: is('api'),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: is('web') }], ports: [{ port: 8080 }] }],
      egress: [
        {
          to: [{ namespaceSelector: named('data'), podSelector: is('db') }],
          ports: [{ port: 3306 }],
        },
      ],
    },
    'data/db': {
      podSelector: is('db'),
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: named('shop'), podSelector: is('api') }],
          ports: [{ port: 3306 }],
        },
      ],
    },
    ...changes,
  };
  return Object.entries(specs).map(([key, spec]) => {
    const [home = '', name = ''] = key.split('/');
    return policy(home, name, spec);
  });
}

/** The database's policy, with another rule for whom it lets in. */
export function database(rule: object): Policy[] {
  return right({
    'data/db': { podSelector: is('db'), policyTypes: ['Ingress'], ingress: [rule] },
  });
}
