import path from 'node:path';
import { documentsIn } from '../../yaml/learner.ts';
import type { Facts } from '../facts.ts';
import { type Failed, failed } from '../verdict.ts';

/** What the current context of a kubeconfig leads to; PEM texts where there are certificates. */
export interface CurrentContext {
  server: string;
  /** The cluster's entry asks for no certificate of the server. */
  insecure: boolean;
  /** A way to the server that is not the straight one. */
  proxy: string | undefined;
  authority: string | undefined;
  namespace: string | undefined;
  certificate: string | undefined;
  key: string | undefined;
  /** Fields of the user's entry that identify them by something else than the certificate. */
  others: readonly string[];
}

type Entry = Readonly<Record<string, unknown>>;

/** What identifies nobody by anything else than the certificate. */
const CERTIFICATE_FIELDS = /^(?:client-(?:certificate|key)(?:-data)?|extensions)$/;

/**
 * Reads a kubeconfig in the learner's folder: nothing that it names is run or asked. Files that it
 * names must be in that folder, too.
 * https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export async function currentContext(
  facts: Pick<Facts, 'file'>,
  file: string,
): Promise<CurrentContext | Failed> {
  const expected = `${file} is a kubeconfig with a current context`;
  const text = await facts.file(file);
  if (text === undefined) return failed({ expected, actual: 'there is no file that can be read' });
  const config = parsed(text);
  if (!config) return failed({ expected, actual: 'it is not YAML' });
  const name = config['current-context'];
  const context = entryOf(config, 'context', name);
  if (!context) return failed({ expected, actual: `it has no context "${String(name ?? '')}"` });
  const cluster = entryOf(config, 'cluster', context.cluster);
  const user = entryOf(config, 'user', context.user);
  if (!cluster || !user) {
    const lacking = cluster ? `user "${context.user}"` : `cluster "${context.cluster}"`;
    return failed({ expected, actual: `it has no ${lacking}` });
  }
  const pem = async (entry: Entry, field: string) => {
    const data = textOf(entry[`${field}-data`]);
    if (data !== undefined) return Buffer.from(data, 'base64').toString();
    const name = textOf(entry[field]);
    // Where the path is not a whole one, it begins at the kubeconfig.
    return name && facts.file(path.isAbsolute(name) ? name : path.join(path.dirname(file), name));
  };
  const [authority, certificate, key] = await Promise.all([
    pem(cluster, 'certificate-authority'),
    pem(user, 'client-certificate'),
    pem(user, 'client-key'),
  ]);
  return {
    server: textOf(cluster.server) ?? '',
    proxy: textOf(cluster['proxy-url']),
    insecure: cluster['insecure-skip-tls-verify'] === true,
    authority,
    namespace: textOf(context.namespace),
    certificate,
    key,
    others: Object.entries(user)
      .filter(([field, value]) => !CERTIFICATE_FIELDS.test(field) && saysSomething(value))
      .map(([field]) => field),
  };
}

/** kubectl takes a field that is empty for one that is not there. */
function saysSomething(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '' && value !== false;
}

function parsed(text: string): Entry | undefined {
  const [value] = documentsIn(text);
  return typeof value === 'object' && value !== null ? (value as Entry) : undefined;
}

/** An entry of clusters, users or contexts; the first of a name counts. */
function entryOf(config: Entry, kind: 'cluster' | 'user' | 'context', name: unknown) {
  const list = config[`${kind}s`];
  const named = (Array.isArray(list) ? list : []).find((item) => item?.name === name);
  return (named?.[kind] ?? undefined) as Entry | undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
