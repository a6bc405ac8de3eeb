import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { V1Status } from '@kubernetes/client-node';
import { InfrastructureError, messageOf } from '../errors.ts';
import type { Connection } from './connection.ts';

/** A program ran in a container and ended. */
export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface ExecTarget {
  namespace: string;
  pod: string;
  container: string;
}

/** The API server or the kubelet refused the way into a container; nothing ran there. */
export class ExecRefused extends InfrastructureError {
  /** What the API server says of it. */
  readonly reason: string;

  constructor(title: string, reason: string, cause?: unknown) {
    super(`${title} was not possible: ${reason}.`, { cause });
    this.reason = reason;
  }
}

/**
 * Runs a program in a container. Throws InfrastructureError when it could not be run, ExecRefused
 * when it was not even begun.
 */
export type ExecInPod = (
  target: ExecTarget,
  command: readonly string[],
  options: { seconds: number; signal?: AbortSignal | undefined },
) => Promise<ExecResult>;

/** `connection` leads to the same server. */
export async function createExec(
  { kubeconfig, context }: { kubeconfig: string; context?: string },
  connection: Connection,
): Promise<ExecInPod> {
  const { Exec, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  const exec = new Exec(config);

  return async (target, command, { seconds, signal }) => {
    const title = `Running '${command.join(' ')}' in pod ${target.pod} of ${target.namespace}`;
    const limit = AbortSignal.timeout(seconds * 1000);
    const stop = signal ? AbortSignal.any([limit, signal]) : limit;
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const output = Promise.all([text(stdout), text(stderr)]);
    output.catch(() => {});
    let close = () => {};
    const status = new Promise<V1Status>((resolve, reject) => {
      stop.addEventListener('abort', () =>
        reject(new Error(limit.aborted ? `no end after ${seconds} s` : 'stopped')),
      );
      exec
        .exec(
          target.namespace,
          target.pod,
          target.container,
          [...command],
          stdout,
          stderr,
          null,
          false,
          resolve,
        )
        .then((socket) => {
          close = () => socket.close();
          socket.on('close', () => reject(new Error('the connection ended before the program')));
          if (stop.aborted) close();
        }, reject);
    });
    try {
      const exitCode = exitCodeOf(await status);
      const [out, err] = await output;
      return { exitCode, stdout: out, stderr: err };
    } catch (error) {
      const reason = reasonOf(error);
      if (REFUSED.test(reason)) {
        throw new ExecRefused(title, (await refusal(connection, target, signal)) ?? reason, error);
      }
      throw new InfrastructureError(`${title} was not possible: ${reason}.`, { cause: error });
    } finally {
      close();
      stdout.destroy();
      stderr.destroy();
    }
  };
}

/** 'The program ended with n' is an answer; any other failure means that it did not run. */
export function exitCodeOf({ status, reason, message, details }: V1Status): number {
  if (status === 'Success') return 0;
  const cause = details?.causes?.find((one) => one.reason === 'ExitCode');
  const code = Number(cause?.message);
  if (reason === 'NonZeroExitCode' && Number.isInteger(code)) return code;
  throw new Error(message ?? reason ?? 'the API server gave no reason');
}

/** How the client's WebSocket tells a handshake that was answered with another status. */
const REFUSED = /^Unexpected server response: \d+$/;

/**
 * Why the API server refuses, which the client's WebSocket does not tell; undefined where it would
 * not. Asked without an upgrade of the connection nothing is run, whatever the answer.
 */
async function refusal(
  connection: Connection,
  { namespace, pod, container }: ExecTarget,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec`;
  const query = { container, command: 'true', stdout: 'true' };
  const asked = connection.request('GET', path, { query, ...(signal ? { signal } : {}) });
  const answer = await asked.catch(() => undefined);
  // 400: all that it minds is that there was no upgrade.
  return answer && answer.status > 400 ? answer.body?.message : undefined;
}

/** A refused handshake comes as an event of the socket, not as an Error. */
function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error)
    return String(error.message);
  return messageOf(error);
}
