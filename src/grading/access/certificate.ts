import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { InfrastructureError } from '../../errors.ts';
import type { KubeObject } from '../../kube/objects.ts';
import type { Facts } from '../facts.ts';

type ConfigMap = KubeObject & { data?: Record<string, string> };

/** The first certificate of a PEM text; undefined when there is none. */
export function certificateIn(pem: string | undefined): X509Certificate | undefined {
  try {
    return pem === undefined ? undefined : new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** A private key without a password; undefined when there is none. */
export function privateKeyIn(pem: string | undefined): KeyObject | undefined {
  try {
    return pem === undefined ? undefined : createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

export function isSameKey(one: KeyObject, other: KeyObject): boolean {
  return createPublicKey(one).equals(createPublicKey(other));
}

/** All certificates of a PEM text. */
function certificatesIn(pem: string): X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return found.flatMap((one) => certificateIn(one) ?? []);
}

/** Those whose signature on a client's certificate the API server takes. */
export function clientAuthorities(facts: Pick<Facts, 'get'>): Promise<X509Certificate[]> {
  const ref = 'ConfigMap/extension-apiserver-authentication in kube-system';
  return authoritiesIn(facts, ref, 'client-ca-file');
}

/** Those by which clients know the API server. */
export function serverAuthorities(facts: Pick<Facts, 'get'>): Promise<X509Certificate[]> {
  return authoritiesIn(facts, 'ConfigMap/kube-root-ca.crt in kube-system', 'ca.crt');
}

async function authoritiesIn(facts: Pick<Facts, 'get'>, ref: string, key: string) {
  const found = certificatesIn((await facts.get<ConfigMap>(ref))?.data?.[key] ?? '');
  if (found.length > 0) return found;
  throw new InfrastructureError(`There is no certificate in ${ref}.`, {
    next: 'The cluster is broken: run `cka-lab stop --all`, then start again.',
  });
}

/** Whether one of these signed it. */
export function isIssuedBy(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
): boolean {
  return authorities.some(
    (authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
  );
}

/** Who the API server takes its holder for. */
export function identityIn(certificate: X509Certificate): { user: string; groups: string[] } {
  const { CN = '', O = [] } = certificate.toLegacyObject().subject as {
    CN?: string | string[];
    O?: string | string[];
  };
  return { user: [CN].flat().at(-1) ?? '', groups: [O].flat() };
}

const CLIENT = '1.3.6.1.5.5.7.3.2';

/** Whether it may be shown by a client: a purpose of its own, or none at all. */
export function isForClients({ keyUsage }: X509Certificate): boolean {
  return ((keyUsage as string[] | undefined) ?? [CLIENT]).includes(CLIENT);
}
