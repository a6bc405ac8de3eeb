import type { Answer, Connection } from './connection.ts';
import { expectOk } from './connection.ts';

/** Who asks, as the API server knows them after authentication. */
export interface Identity {
  user: string;
  groups: readonly string[];
}

/** One request for resources that the authorizer is asked about. */
export interface ResourceAttributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string | undefined;
  name?: string | undefined;
  /** Not given: a cluster-scoped object, or all namespaces. */
  namespace?: string | undefined;
}

/** One for a path that is no resource, such as /metrics. */
export interface PathAttributes {
  verb: string;
  path: string;
}

export type Attributes = ResourceAttributes | PathAttributes;

export interface Ruling {
  allowed: boolean;
  /** What the authorizer says of it, such as a role that a binding names and that does not exist. */
  reason: string;
}

export interface ResourceRule {
  verbs: readonly string[];
  apiGroups: readonly string[];
  /** Subresources as 'pods/log'; '*' means all, '*' before a slash any resource. */
  resources: readonly string[];
  /** None: all names. */
  resourceNames?: readonly string[] | undefined;
}

export interface PathRule {
  verbs: readonly string[];
  nonResourceURLs: readonly string[];
}

/** What somebody may do in a namespace, rights that count everywhere included. */
export interface RuleSet {
  resourceRules: readonly ResourceRule[];
  pathRules: readonly PathRule[];
  /** False when an authorizer could not list its rules: then there may be more. */
  complete: boolean;
}

/** Asks the cluster's authorizer. */
export interface Reviews {
  ask(who: Identity, attributes: Attributes): Promise<Ruling>;
  rules(who: Identity, namespace: string): Promise<RuleSet>;
}

const API = '/apis/authorization.k8s.io/v1';

export function createReviews(connection: Connection, signal?: AbortSignal): Reviews {
  const post = (
    kind: string,
    spec: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    connection.request('POST', `${API}/${kind.toLowerCase()}s`, {
      contentType: 'application/json',
      body: JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind, spec }),
      headers,
      ...(signal ? { signal } : {}),
    });
  return {
    async ask({ user, groups }, attributes) {
      const what =
        'path' in attributes
          ? { nonResourceAttributes: attributes }
          : { resourceAttributes: attributes };
      const answer = await post('SubjectAccessReview', { user, groups, ...what });
      const { allowed, reason, evaluationError } = expectOk(answer, 'An access review').status;
      return { allowed: allowed === true, reason: evaluationError ?? reason ?? '' };
    },
    async rules(who, namespace) {
      const answers = await Promise.all(
        impersonations(who).map((headers) =>
          post('SelfSubjectRulesReview', { namespace }, headers),
        ),
      );
      const sets = answers.map(ruleSetOf);
      return {
        resourceRules: sets.flatMap((set) => set.resourceRules),
        pathRules: sets.flatMap((set) => set.pathRules),
        complete: sets.every((set) => set.complete),
      };
    },
  };
}

const EVERYBODY = 'system:authenticated';

/**
 * A header can't be repeated here, so each group is asked for by itself: rights only add up. The
 * API server adds a service account's groups when none is sent, and system:authenticated always.
 */
function impersonations({ user, groups }: Identity): Record<string, string>[] {
  const headers = { 'Impersonate-User': user };
  const own = user.startsWith('system:serviceaccount:');
  const others = groups.filter((group) => group !== EVERYBODY && !(own && isAccountGroup(group)));
  if (others.length === 0) return [headers];
  return [
    ...(own ? [headers] : []),
    ...others.map((group) => ({ ...headers, 'Impersonate-Group': group })),
  ];
}

function isAccountGroup(group: string): boolean {
  return group === 'system:serviceaccounts' || group.startsWith('system:serviceaccounts:');
}

function ruleSetOf(answer: Answer): RuleSet {
  // The identity may not even ask about itself, or we may not speak for it: the rules stay unknown.
  if (answer.status === 403) return { resourceRules: [], pathRules: [], complete: false };
  const { resourceRules, nonResourceRules, incomplete } = expectOk(answer, 'A rules review').status;
  return {
    resourceRules: resourceRules ?? [],
    pathRules: (nonResourceRules ?? []).map((rule: PathRule) => ({
      verbs: rule.verbs,
      nonResourceURLs: rule.nonResourceURLs ?? [],
    })),
    complete: incomplete !== true,
  };
}
