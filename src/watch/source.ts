/** What an answer depends on: objects that can be watched. */
export interface Source {
  /** The collection in all namespaces: '/api/v1/pods'. */
  path: string;
  /** All namespaces, and what is in none, when not said. */
  namespace?: string | undefined;
  /** All objects when not said. */
  name?: string | undefined;
}

/** What can't be watched is asked for again and again. */
export const POLLED = 'polled';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const RIGHTS: readonly Source[] = [
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
].map((plural) => ({ path: `${RBAC}/${plural}` }));

/** Which kinds are served changes with these. */
export const KINDS: Source = { path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions' };

const OBJECTS =
  /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?(?:\/(.+))?$/;
const PARTS_OF_OBJECTS = ['scale', 'status'];

/** What the answer to a request depends on. The path may have a query. */
export function sourcesOf(method: string, path: string): readonly Source[] | typeof POLLED {
  const { pathname } = new URL(path, 'https://server');
  if (method === 'POST') {
    return pathname.startsWith('/apis/authorization.k8s.io/') ? RIGHTS : [];
  }
  if (pathname === '/api' || pathname === '/apis') return [KINDS];
  const [, root, namespace, plural, name, part] = OBJECTS.exec(pathname) ?? [];
  if (plural === undefined) return POLLED;
  if (part !== undefined && !PARTS_OF_OBJECTS.includes(part)) return POLLED;
  return [
    {
      path: `${root}/${plural}`,
      namespace,
      name: name === undefined ? undefined : decodeURIComponent(name),
    },
  ];
}

const SEEN_BY_PODS = [
  '/api/v1/configmaps',
  '/api/v1/pods',
  '/api/v1/services',
  '/apis/discovery.k8s.io/v1/endpointslices',
  '/apis/networking.k8s.io/v1/networkpolicies',
];

/** What a program in a pod may find changed, when these namespaces are all that it can tell of. */
export function sourcesOfExec(namespaces: readonly string[]): readonly Source[] {
  return [
    { path: '/api/v1/namespaces' },
    ...SEEN_BY_PODS.flatMap((path) => namespaces.map((namespace) => ({ path, namespace }))),
  ];
}

/** Whether something that depends on `source` may be told otherwise now. */
export function touches(changed: Source, source: Source): boolean {
  const meet = (a: string | undefined, b: string | undefined) =>
    a === undefined || b === undefined || a === b;
  return (
    changed.path === source.path &&
    meet(changed.namespace, source.namespace) &&
    meet(changed.name, source.name)
  );
}
