import type { Identity } from '../../kube/reviews.ts';

/** Somebody whose rights are looked at. */
export type Subject =
  | { kind: 'ServiceAccount'; name: string; namespace: string }
  | { kind: 'User'; name: string; groups?: readonly string[] }
  /** Any member of the group. */
  | { kind: 'Group'; name: string };

const EVERYBODY = 'system:authenticated';

/** As the authorizer sees them: a review adds no groups by itself. */
export function identityOf(subject: Subject): Identity {
  switch (subject.kind) {
    case 'ServiceAccount':
      return {
        user: `system:serviceaccount:${subject.namespace}:${subject.name}`,
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
