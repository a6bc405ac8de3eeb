import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../context.ts';
import { InfrastructureError, messageOf } from '../../errors.ts';
import { inRuntime } from '../../host/runtime.ts';
import type { ExamHost } from './host.ts';
import { type Unpacked, type UnpackLimits, unpackInto } from './unpack.ts';

const FETCH_LIMITS: UnpackLimits = { bytes: 32 * 2 ** 20, files: 500 };

export interface Fetched extends Pick<Unpacked, 'files' | 'left' | 'cut'> {
  /** A file that is not among `files` is not on the host either. */
  whole: boolean;
}

/** How Docker and Podman, new and old, say that there is no such folder. */
const NO_FOLDER =
  /could not find the file|could not be found (on|in) container|no such container:path/i;

/**
 * Makes a folder here hold what a folder on a host holds now: plain files alone, up to the limits.
 * Links are not followed. Where the host has no such folder, the one here is empty; where it could
 * not be read to its end, that is an error, and the one here stays as it is.
 */
export async function fetchFiles(
  context: Context,
  { runtime, container }: ExamHost,
  folder: string,
  target: string,
  limits: UnpackLimits = FETCH_LIMITS,
): Promise<Fetched> {
  const shown = ['container', 'inspect', '--format', '{{.Id}}', container];
  await inRuntime(context, runtime, 'ask', shown);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(`${target}.`);
  try {
    const taken = path.join(scratch, 'taken');
    await mkdir(taken, { mode: 0o700 });
    const unpacking = unpackInto(taken, limits);
    // The runtime packs it itself: nothing on the host has a say, and a paused or stopped one will do.
    const copy = await inRuntime(
      context,
      runtime,
      'change',
      ['cp', `${container}:${folder}`, '-'],
      {
        allowFailure: true,
        sink: unpacking.sink,
      },
    );
    const missing = copy.exitCode !== 0 && NO_FOLDER.test(copy.stderr);
    const { files, left, cut, partial, complete } = missing ? NOTHING : resultOf(unpacking, folder);
    if (!cut && (!complete || (copy.exitCode !== 0 && !missing))) {
      throw unread(folder, copy.stderr.trim() || `${copy.command} was cut short`);
    }
    await rm(target, { recursive: true, force: true });
    await rename(taken, target);
    return { files, left, cut, whole: !partial };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const NOTHING: Unpacked = { files: [], left: [], cut: false, partial: false, complete: true };

function resultOf({ result }: { result: () => Unpacked }, folder: string): Unpacked {
  try {
    return result();
  } catch (error) {
    throw unread(folder, messageOf(error));
  }
}

function unread(folder: string, why: string): InfrastructureError {
  return new InfrastructureError(`${folder} could not be read from its host: ${why}`, {
    next: 'Run the same command again; what is here was left as it is.',
  });
}
