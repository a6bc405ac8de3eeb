import type { Identity } from '../../kube/reviews.ts';
import type { BoundSubject } from './cluster-bindings.ts';

/** Somebody whose rights are looked at. */
export type Subject =
  | { kind: 'ServiceAccount'; name: string; namespace: string }
  | { kind: 'User'; name: string; groups?: readonly string[] }
  /** Any member of the group. */
  | { kind: 'Group'; name: string };

const ACCOUNT = 'system:serviceaccount:';

/**
 * Whom a binding names. A service account is also the user of its whole name.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
export function subjectOf({ kind, name, namespace = '' }: BoundSubject): Subject | undefined {
  if (kind === 'ServiceAccount') return { kind, name, namespace };
  if (kind === 'Group') return { kind, name };
  if (kind !== 'User') return undefined;
  if (!name.startsWith(ACCOUNT)) return { kind, name };
  const [home = '', ...account] = name.slice(ACCOUNT.length).split(':');
  return { kind: 'ServiceAccount', name: account.join(':'), namespace: home };
}

export function isSame(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.name === b.name && homeOf(a) === homeOf(b);
}

function homeOf(subject: Subject): string | undefined {
  return subject.kind === 'ServiceAccount' ? subject.namespace : undefined;
}

const EVERYBODY = 'system:authenticated';

/** As the authorizer sees them: a review adds no groups by itself. */
export function identityOf(subject: Subject): Identity {
  switch (subject.kind) {
    case 'ServiceAccount':
      return {
        user: `${ACCOUNT}${subject.namespace}:${subject.name}`,
        groups: [
          'system:serviceaccounts',
          `system:serviceaccounts:${subject.namespace}`,
          EVERYBODY,
        ],
      };
    case 'User':
      return { user: subject.name, groups: [...(subject.groups ?? []), EVERYBODY] };
    case 'Group':
      return { user: INVENTED.user, groups: [subject.name, EVERYBODY] };
  }
}

/**
 * Names that nobody uses: what is allowed for them is allowed for all. Fixed, so that a grading
 * asks the same questions each time.
 */
export const INVENTED = {
  user: 'cka-lab-nobody',
  account: 'cka-lab-nobody',
  namespace: 'cka-lab-nowhere',
  verb: 'cka-lab-verb',
  group: 'cka-lab.invalid',
  resource: 'cka-lab-things',
  name: 'cka-lab-no-such-name',
} as const;
