import type { Facts } from '../../src/grading/facts.ts';
import type { GradedLab } from '../../src/grading/lab.ts';
import type { Recorded } from '../../src/grading/record.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import type { Resources, ResourceType } from '../../src/kube/resources.ts';
import type {
  Identity,
  ResourceAttributes,
  ResourceRule,
  Reviews,
} from '../../src/kube/reviews.ts';
import { parseRef, refText } from '../../src/lab/ref.ts';

export function fakeLab(lab: Partial<GradedLab> = {}): GradedLab {
  return {
    id: 'demo',
    parameters: {},
    points: 1,
    passMark: 66,
    grades: [],
    secrets: [],
    printed: [],
    parts: [],
    ...lab,
  };
}

export const nothingRecorded: Recorded = {
  objects: {},
  pods: {},
  fresh: { everywhere: { resourceRules: [], pathRules: [], complete: true }, namespaces: {} },
  secrets: {},
  printed: {},
};

/** Facts that know only what a test says; anything else that is asked for is a mistake in it. */
export function fakeFacts(facts: Partial<Facts> = {}): Facts {
  const notGiven = (name: string) => () => {
    throw new Error(`The test gave no ${name}.`);
  };
  const all: Facts = {
    recorded: nothingRecorded,
    signal: new AbortController().signal,
    lag: 0,
    server: 'https://127.0.0.1:6443',
    reviews: { ask: notGiven('ask'), rules: notGiven('rules') },
    api: notGiven('api'),
    get: notGiven('get'),
    list: notGiven('list'),
    resources: notGiven('resources'),
    exec: notGiven('exec'),
    file: notGiven('file'),
    node: notGiven('node'),
    apiReady: notGiven('apiReady'),
    whyDistrusted: notGiven('whyDistrusted'),
    grades: () => false,
    nodeRuns: async () => true,
    until: (signal) => ({ ...all, signal }),
    ...facts,
  };
  return all;
}

/** Objects of a cluster, by kind, name and namespace. */
export function fakeObjects(objects: readonly KubeObject[]): Pick<Facts, 'get' | 'list'> {
  const of = (kind: string) => objects.filter((object) => object.kind === kind);
  return {
    async get(ref) {
      const wanted = refText(typeof ref === 'string' ? parseRef(ref) : ref);
      const found = objects.find(({ kind = '', metadata }) => {
        const { name, namespace } = metadata;
        return (
          refText(namespace === undefined ? { kind, name } : { kind, name, namespace }) === wanted
        );
      });
      return found as never;
    },
    list: async (kind, { namespace } = {}) =>
      of(kind).filter(
        ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
      ) as never,
  };
}

let uids = 0;
export function object(kind: string, name: string, namespace?: string): KubeObject {
  const metadata = { name, uid: `uid-${++uids}` };
  return { kind, metadata: namespace === undefined ? metadata : { ...metadata, namespace } };
}

export interface Binding {
  /** A user's or a group's name. */
  to: string;
  /** None: a ClusterRoleBinding. */
  namespace?: string;
  rules: ResourceRule[];
  paths?: { verbs: string[]; nonResourceURLs: string[] }[];
}

/** RBAC, written once more and plainly, so that the tests don't judge the code by itself. */
export function fakeAuthorizer(bindings: () => readonly Binding[], complete = true): Reviews {
  const mine = ({ user, groups }: Identity, namespace: string | undefined) =>
    bindings().filter(
      (binding) =>
        (binding.to === user || groups.includes(binding.to)) &&
        (binding.namespace === undefined || binding.namespace === namespace),
    );
  return {
    async ask(who, request) {
      if ('path' in request) {
        const allowed = mine(who, undefined).some(({ paths = [] }) =>
          paths.some(
            ({ verbs, nonResourceURLs }) =>
              (verbs.includes(request.verb) || verbs.includes('*')) &&
              nonResourceURLs.some(
                (url) =>
                  url === request.path ||
                  (url.endsWith('*') && request.path.startsWith(url.slice(0, -1))),
              ),
          ),
        );
        return { allowed, reason: '' };
      }
      const rules = mine(who, request.namespace).flatMap((binding) => binding.rules);
      return { allowed: rules.some((rule) => matches(rule, request)), reason: '' };
    },
    async rules(who, namespace) {
      const found = complete ? mine(who, namespace) : [];
      return {
        resourceRules: found.flatMap(({ rules }) => rules),
        pathRules: found.flatMap(({ paths = [] }) => paths),
        complete,
      };
    },
  };
}

function matches(rule: ResourceRule, request: ResourceAttributes): boolean {
  const { verb, group, resource, subresource, name } = request;
  if (!rule.verbs.includes(verb) && !rule.verbs.includes('*')) return false;
  if (!rule.apiGroups.includes(group) && !rule.apiGroups.includes('*')) return false;
  const whole = subresource ? `${resource}/${subresource}` : resource;
  const named =
    rule.resources.includes('*') ||
    rule.resources.includes(whole) ||
    (subresource !== undefined && rule.resources.includes(`*/${subresource}`));
  if (!named) return false;
  if (!rule.resourceNames || rule.resourceNames.length === 0) return true;
  return name !== undefined && rule.resourceNames.includes(name);
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function type(
  group: string,
  kind: string,
  plural: string,
  namespaced: boolean,
  subresources: string[] = [],
): ResourceType {
  return {
    group,
    version: 'v1',
    kind,
    plural,
    namespaced,
    verbs: VERBS,
    subresources: subresources.map((name) => ({ name, verbs: ['get'] })),
  };
}

const types = [
  type('', 'Pod', 'pods', true, ['log', 'exec']),
  type('', 'ConfigMap', 'configmaps', true),
  type('', 'Secret', 'secrets', true),
  type('', 'Node', 'nodes', false, ['proxy']),
  type('', 'Namespace', 'namespaces', false),
  type('apps', 'Deployment', 'deployments', true, ['scale']),
];

const find = (kind: string) => types.find((one) => one.kind === kind);

export const fakeResources: Resources = {
  types,
  find,
  byKind: (kind) => find(kind) as ResourceType,
};
