import { type BelongsTo, labelsOf } from '../../cluster/companions.ts';
import type { Context } from '../../context.ts';
import { inRuntime, type Runtime } from '../../host/runtime.ts';
import type { ExamHost } from './host.ts';
import type { Keys } from './keys.ts';
import { putFiles } from './put.ts';
import { READY, remove, untilListening, wake } from './wake.ts';

/** What every container of an exam is made of. */
export interface Making {
  runtime: Runtime;
  /** Reference, from ensureHostImage. */
  image: string;
  keys: Keys;
}

export interface Wanted {
  name: string;
  belongsTo: BelongsTo;
  /** Base, exam host, or what lets ssh into a node. */
  role: 'base' | 'host' | 'node';
  /** Arguments of `run` beside name, labels and image. */
  options: readonly string[];
  /** Puts files in; sshd starts when it is done. */
  fill?: (host: ExamHost) => Promise<void>;
}

/**
 * A container in which sshd runs with the keys: the one that is there, started if it was stopped,
 * else a new one. One that was left half-made or has other keys is made anew.
 */
export async function ensureContainer(
  context: Context,
  { runtime, image, keys }: Making,
  { name, belongsTo, role, options, fill }: Wanted,
): Promise<ExamHost> {
  const host: ExamHost = { runtime, container: name };
  // What another key pair's public half says is enough to tell them apart.
  const labels = labelsOf(context, belongsTo, { role, key: keys.learner.public });
  if (await wake(context, host, labels, { replaceable: role === 'node' })) return host;
  try {
    await inRuntime(context, runtime, 'change', [
      ...['run', '--detach', '--name', name, '--log-driver', 'none', ...options],
      ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
      ...[image, role === 'node' ? 'node' : 'host'],
    ]);
    await fill?.(host);
    await letIn(context, host, keys);
    return host;
  } catch (error) {
    await remove(context.undoing(), host).catch(() => undefined);
    throw error;
  }
}

async function letIn(context: Context, host: ExamHost, keys: Keys): Promise<void> {
  const files = [
    { name: 'ssh_known_hosts', text: `* ${keys.host.public}\n`, mode: 0o644 },
    { name: 'exam/authorized_keys', text: `${keys.learner.public}\n`, mode: 0o644 },
    { name: 'exam/host_key', text: keys.host.private },
    { name: READY, text: '' },
  ];
  await putFiles(context, host, '/etc/ssh', files, { user: 'root' });
  await untilListening(context, host);
}
