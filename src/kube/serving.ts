import { once } from 'node:events';
import { isIP } from 'node:net';
import tls from 'node:tls';
import { InfrastructureError, messageOf } from '../errors.ts';

export interface TlsClient {
  /** The name or the address that it knows the server by. */
  name: string;
  /** The authorities that it trusts, PEM. */
  authority: string;
  signal?: AbortSignal;
}

/**
 * Why a client does not take the certificate that a server shows to it; undefined where it does. The
 * server is asked under the name, since it can have a certificate for that one alone. Throws
 * InfrastructureError when no connection came about.
 */
export async function whyDistrusted(
  server: string,
  { name, authority, signal }: TlsClient,
): Promise<string | undefined> {
  const { hostname, port } = new URL(server);
  try {
    const socket = tls.connect({
      host: hostname,
      port: Number(port || 443),
      ca: authority,
      // An address is not told to a server: https://www.rfc-editor.org/rfc/rfc6066#section-3
      servername: isIP(name) ? '' : name,
      // Whether it is to be trusted is what is asked; nothing is sent to it.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    try {
      await once(socket, 'secureConnect', signal ? { signal } : {});
      if (!socket.authorized) return String(socket.authorizationError);
      const mismatch = tls.checkServerIdentity(name, socket.getPeerCertificate());
      return mismatch && 'the certificate that it shows is not for this name';
    } finally {
      socket.destroy();
    }
  } catch (error) {
    const why = messageOf(error);
    throw new InfrastructureError(`${server} did not show its certificate: ${why}.`, {
      cause: error,
    });
  }
}
