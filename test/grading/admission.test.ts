import { expect, test } from 'vitest';
import { admissionSince } from '../../src/grading/admission.ts';
import { ExecRefused } from '../../src/kube/exec.ts';
import type { ResourceType } from '../../src/kube/resources.ts';
import { fakeFacts, fakeResources, object } from './fakes.ts';

const at = (name: string, creationTimestamp: string, kind = 'ValidatingWebhookConfiguration') => {
  const { metadata } = object(kind, name);
  return { kind, metadata: { ...metadata, creationTimestamp } };
};
const SEEDED = at('probe', '2026-01-02T03:04:05Z', 'Pod');
const WEBHOOK = 'Internal error occurred: failed calling webhook "nobody.example.com": refused';

const type = { group: 'admissionregistration.k8s.io', version: 'v1', namespaced: false, verbs: [] };
/** As an older cluster: policies do not mutate yet. */
const types: Record<string, ResourceType> = Object.fromEntries(
  ['ValidatingWebhookConfiguration', 'ValidatingAdmissionPolicy'].map((kind) => [
    kind,
    { ...type, kind, plural: `${kind.toLowerCase()}s` },
  ]),
);

function since(made: ReturnType<typeof at>[], reason = WEBHOOK) {
  const facts = fakeFacts({
    resources: async () => ({ ...fakeResources, find: (kind) => types[kind] }),
    list: async (kind) => made.filter((one) => one.kind === kind) as never,
  });
  return admissionSince(facts, SEEDED, new ExecRefused('Running true', reason));
}

test.each([
  WEBHOOK,
  'admission webhook "no.example.com" denied the request: no',
  `pods "probe" is forbidden: ValidatingAdmissionPolicy 'no' with binding 'no' denied request: no`,
])('what was made after the pod and refuses is named: %s', async (reason) => {
  const made = [
    at('before', '2026-01-01T00:00:00Z'),
    at('nobody', '2026-01-02T03:05:00Z'),
    at('no', '2026-01-03T00:00:00Z', 'ValidatingAdmissionPolicy'),
  ];
  expect(await since(made, reason)).toBe(
    `ValidatingAdmissionPolicy/no, ValidatingWebhookConfiguration/nobody: ${reason}`,
  );
});

test("what was there before the pod is no learner's doing", async () => {
  expect(await since([at('before', '2026-01-01T00:00:00Z')])).toBeUndefined();
});

test('a refusal for another reason stays what it is', async () => {
  const made = [at('nobody', '2026-01-02T03:05:00Z')];
  expect(await since(made, 'Unexpected server response: 502')).toBeUndefined();
  expect(await admissionSince(fakeFacts(), SEEDED, new Error(WEBHOOK))).toBeUndefined();
});
