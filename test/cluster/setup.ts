import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/host/paths.ts';
import { cli } from './cli.ts';

/**
 * Provides what clusters need and gives the tests records of their own, so that labs and clusters
 * of the person who runs them are left alone. The cache is the user's: node images take long.
 */
export default async function setup(): Promise<() => Promise<void>> {
  // Nobody can be asked whether an image may be built where none can be pulled.
  process.env.CKA_LAB_IMAGES ??= 'either';
  const { exitCode } = await execa(path.join(packageRoot, 'cka-lab'), ['setup'], {
    reject: false,
    stdin: 'ignore',
    stdout: process.stderr,
    stderr: 'inherit',
  });
  if (exitCode !== 0) throw new Error('`cka-lab setup` failed: no test can have a cluster.');
  const folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-test-'));
  process.env.XDG_STATE_HOME = folder;
  // A kubeconfig that must stay as it is; no program may take the user's own instead.
  process.env.KUBECONFIG = path.join(folder, 'users-own-kubeconfig');
  await writeFile(process.env.KUBECONFIG, 'apiVersion: v1\nkind: Config\n');
  return async () => {
    const stopped = await cli(['stop', '--all', '--quiet']);
    if (stopped.code !== 0) throw new Error(`cka-lab stop --all failed:\n${stopped.stderr}`);
    await rm(folder, { recursive: true });
  };
}
