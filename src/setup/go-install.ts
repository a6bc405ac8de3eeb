import path from 'node:path';
import type { Context } from '../context.ts';
import { findProgram } from './machine.ts';

/**
 * Builds a program from its published module into a folder, and returns its path. Go checks what it
 * downloads against its checksum database. Throws where there is no Go.
 */
export async function goInstall(
  context: Context,
  folder: string,
  { program, version, flags = [] }: { program: string; version: string; flags?: readonly string[] },
): Promise<string> {
  if (!findProgram(context, 'go')) throw new Error('Go is not installed, so it was not built.');
  await context.run('go', ['install', '-trimpath', ...flags, `${program}@${version}`], {
    // A cross-compiling user's settings would put the program elsewhere.
    env: { GOBIN: folder, GOOS: undefined, GOARCH: undefined, GOFLAGS: '', CGO_ENABLED: '0' },
  });
  return path.join(folder, path.posix.basename(program));
}
