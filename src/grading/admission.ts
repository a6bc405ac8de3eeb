import { ExecRefused } from '../kube/exec.ts';
import type { KubeObject } from '../kube/objects.ts';
import type { Facts } from './facts.ts';

/** What can refuse a request: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/ */
const KINDS = [
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
];
const REFUSES = /admission webhook "|failed calling webhook "|AdmissionPolicy '/;

/**
 * How the API server refuses the way into a seeded pod by a webhook or a policy that was made after
 * it, and so by the learner; undefined where the refusal has another reason. Lists these kinds.
 */
export async function admissionSince(
  facts: Pick<Facts, 'list' | 'resources'>,
  seeded: KubeObject,
  error: unknown,
): Promise<string | undefined> {
  if (!(error instanceof ExecRefused) || !REFUSES.test(error.reason)) return undefined;
  const resources = await facts.resources();
  const served = KINDS.filter((kind) => resources.find(kind));
  const lists = await Promise.all(
    served.map(async (kind) =>
      (await facts.list(kind)).map(({ metadata }) => ({ kind, ...metadata })),
    ),
  );
  const made = ({ creationTimestamp = '' }: KubeObject['metadata']) =>
    Date.parse(creationTimestamp);
  const newer = lists.flat().filter((one) => made(one) > made(seeded.metadata));
  if (newer.length === 0) return undefined;
  return `${newer.map(({ kind, name }) => `${kind}/${name}`).join(', ')}: ${error.reason}`;
}
