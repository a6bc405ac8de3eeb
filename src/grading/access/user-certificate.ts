import type { X509Certificate } from 'node:crypto';
import type { KubeObject } from '../../kube/objects.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { type Failed, failed, isFailed, type Outcome, passed } from '../verdict.ts';
import {
  certificateIn,
  clientAuthorities,
  identityIn,
  isForClients,
  isIssuedBy,
  isSameKey,
  privateKeyIn,
  serverAuthorities,
} from './certificate.ts';
import { type CurrentContext, currentContext } from './kubeconfig.ts';

/** A kubeconfig's user shows a certificate of the cluster, issued for this user and these groups. */
export function userIs(file: string, asked: { user: string; groups: readonly string[] }): Look {
  return (facts) =>
    withCertificate(facts, file, async (certificate, context) => {
      const { user, groups } = identityIn(certificate);
      const { others, key } = context;
      const own = privateKeyIn(key);
      const now = Date.now();
      const isDue = certificate.validFromDate.getTime() <= now;
      const wrong = [
        ...(user === asked.user ? [] : [`its CN is ${user || 'empty'}`]),
        ...(sameSet(groups, asked.groups) ? [] : [`its O is ${groups.join(' and ') || 'empty'}`]),
        ...(isIssuedBy(certificate, await clientAuthorities(facts))
          ? []
          : ['it is not issued by the cluster']),
        ...(isForClients(certificate) ? [] : ['it is not for clients']),
        ...(isDue && certificate.validToDate.getTime() > now ? [] : ['it is not valid now']),
        ...(own && certificate.checkPrivateKey(own)
          ? []
          : [own ? 'the key beside it is of another one' : 'there is no key beside it']),
        ...(others.length === 0 ? [] : [`the user's entry also has ${others.join(' and ')}`]),
      ];
      if (wrong.length === 0) return passed();
      return failed({
        expected: `${file} has a certificate of the cluster with CN ${asked.user} and O ${asked.groups.join(' and ')}, and its key`,
        actual: wrong.join('; '),
      });
    });
}

/** The kubeconfig's key is the one in this file, too. */
export function keyIsIn(keyFile: string, file: string): Look {
  return async (facts) => {
    const context = await currentContext(facts, file);
    if (isFailed(context)) return context;
    const kept = privateKeyIn(await facts.file(keyFile));
    const expected = `${keyFile} is the private key that ${file} uses`;
    if (!kept) return failed({ expected, actual: `${keyFile} holds no private key` });
    const used = privateKeyIn(context.key);
    if (!used) return failed({ expected, actual: `${file} has no private key` });
    return isSameKey(kept, used) ? passed() : failed({ expected, actual: 'they are two keys' });
  };
}

/** Issuers begin a certificate's time earlier, and round. */
const TOLERANCE_S = 15 * 60;

/** The certificate is valid for so many seconds. */
export function isValidFor(file: string, seconds: number): Look {
  return (facts) =>
    withCertificate(facts, file, async ({ validFromDate, validToDate }) => {
      const valid = (validToDate.getTime() - validFromDate.getTime()) / 1000;
      if (Math.abs(valid - seconds) <= TOLERANCE_S) return passed();
      const hours = (count: number) => `${Math.round(count / 360) / 10} hours`;
      return failed({
        expected: `the certificate is valid for ${hours(seconds)}`,
        actual: `it is valid for ${hours(valid)}`,
      });
    });
}

interface SigningRequest extends KubeObject {
  spec: { signerName?: string };
  status?: { certificate?: string; conditions?: { type: string; status?: string }[] };
}

/** Approved requests are removed after an hour: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/ */
const KEPT_MS = 50 * 60 * 1000;

const SIGNER = 'kubernetes.io/kube-apiserver-client';
/** Signers let a certificate's time begin some minutes earlier. */
const BACKDATED_MS = 15 * 60 * 1000;

export interface RequestAsked {
  /** The kubeconfig that has the certificate, by its name in {{files}}. */
  file: string;
  /** The name of the CertificateSigningRequest. */
  name: string;
  /** An object that was seeded: no request is older. */
  since: string;
}

/**
 * The certificate is the one that this CertificateSigningRequest for the signer of API clients was
 * answered with. One that the cluster has removed after an hour is believed, where it can have been.
 */
export function cameByRequest({ file, name, since }: RequestAsked): Look {
  return (facts) =>
    withCertificate(facts, file, async (certificate) => {
      const request = await facts.get<SigningRequest>(`CertificateSigningRequest/${name}`);
      const expected = `the certificate in ${file} is that of the CertificateSigningRequest ${name}`;
      if (!request) {
        const began = certificate.validFromDate.getTime();
        const seeded = Date.parse((await facts.get(since))?.metadata.creationTimestamp ?? '');
        const isOfTheLab = began >= seeded - BACKDATED_MS;
        if (Date.now() - began > KEPT_MS && isOfTheLab) return passed();
        return failed({ expected, actual: 'there is no such request' });
      }
      const { signerName } = request.spec;
      if (signerName !== SIGNER) {
        return failed({ expected: `${name} is for the signer ${SIGNER}`, actual: `${signerName}` });
      }
      const issued = certificateIn(decoded(request.status?.certificate));
      const states = (request.status?.conditions ?? []).map(({ type }) => type);
      if (!issued) {
        return failed({
          expected,
          actual: `it has no certificate; the request is ${states.join(', ') || 'Pending'}`,
        });
      }
      if (issued.fingerprint256 === certificate.fingerprint256) return passed();
      return failed({ expected, actual: 'it is another one' });
    });
}

/** A kubeconfig leads to this cluster, which it knows by its certificate, and into a namespace. */
export function leadsHere(file: string, namespace: string): Look {
  return async (facts) => {
    const context = await currentContext(facts, file);
    if (isFailed(context)) return context;
    const { server, insecure, proxy, authority } = context;
    const own = await serverAuthorities(facts);
    const known = certificateIn(authority);
    const isKnown = own.some(({ fingerprint256 }) => fingerprint256 === known?.fingerprint256);
    const wrong = [
      ...(isThisServer(server, facts) ? [] : [`its server is ${server || 'empty'}`]),
      ...(proxy === undefined ? [] : [`it goes by ${proxy}`]),
      ...(insecure ? ["it does not ask for the server's certificate"] : []),
      ...(isKnown ? [] : [`it has ${known ? 'another' : 'no'} certificate authority`]),
      ...(context.namespace === namespace
        ? []
        : [`its namespace is ${context.namespace ?? 'not said'}`]),
    ];
    if (wrong.length === 0) return passed();
    return failed({
      expected: `the current context of ${file} leads to ${facts.server}, with the cluster's certificate authority, and to namespace ${namespace}`,
      actual: wrong.join('; '),
    });
  };
}

function isThisServer(
  server: string,
  { server: own, serverInside }: Pick<Facts, 'server' | 'serverInside'>,
): boolean {
  const plain = (text: string) => {
    if (!URL.canParse(text)) return text;
    const url = new URL(text);
    if (/^(?:127\.0\.0\.1|\[::1\])$/.test(url.hostname)) url.hostname = 'localhost';
    // A path, a user or a question is another way to ask, a slash at the end is not.
    return url.href.replace(/\/$/, '');
  };
  return [own, serverInside].some((one) => one !== undefined && plain(server) === plain(one));
}

async function withCertificate(
  facts: Facts,
  file: string,
  judge: (certificate: X509Certificate, context: CurrentContext) => Promise<Outcome>,
): Promise<Outcome> {
  const context: CurrentContext | Failed = await currentContext(facts, file);
  if (isFailed(context)) return context;
  const certificate = certificateIn(context.certificate);
  if (certificate) return judge(certificate, context);
  return failed({
    expected: `the user of ${file} has a client certificate`,
    actual: 'there is none that can be read',
  });
}

function decoded(base64: string | undefined): string | undefined {
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString();
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [new Set(some), new Set(others)];
  return one.size === other.size && [...one].every((item) => other.has(item));
}
