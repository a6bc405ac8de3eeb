import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import type { Runtime } from '../host/runtime.ts';
import { findProgram } from './machine.ts';
import { takeOut } from './take-out.ts';
import { keepTool, toolFile } from './tools.ts';

/** A node image, as far as its kubectl is concerned. */
interface Image {
  reference: string;
  /** Such as 'v1.37.2'. */
  kubernetes: string;
}

/** Whether the kubectl of that very version is kept from before. Looks at a file, and runs nothing. */
export function isKept(context: Context, kubernetes: string): boolean {
  return existsSync(toolFile(context, 'kubectl', kubernetes));
}

/** A kubectl within one minor of the cluster: on PATH, or kept from before. */
export async function findKubectl(
  context: Context,
  kubernetes: string,
): Promise<string | undefined> {
  const kept = toolFile(context, 'kubectl', kubernetes);
  const candidates = [findProgram(context, 'kubectl') ?? kept, kept];
  const versions = await Promise.all(candidates.map((file) => versionOf(context, file)));
  return candidates.find((_file, index) => suits(versions[index] ?? '', kubernetes));
}

/** As findKubectl; where there is none, it is copied out of the node image. */
export async function ensureKubectl(
  context: Context,
  runtime: Runtime,
  image: Image,
): Promise<string> {
  const found = await findKubectl(context, image.kubernetes);
  if (found !== undefined) return found;
  const file = toolFile(context, 'kubectl', image.kubernetes);
  return await context.progress.step(`Getting kubectl ${image.kubernetes}`, () =>
    keepTool(file, async (folder) => {
      const copy = path.join(folder, 'kubectl');
      const program = '/usr/bin/kubectl';
      await takeOut(context, runtime, { image: image.reference, program, file: copy });
      if (!suits(await versionOf(context, copy), image.kubernetes)) {
        throw new InfrastructureError(
          `This machine can't run the kubectl of ${image.reference}, and has none of ${image.kubernetes}.`,
          {
            next: 'Install kubectl (https://kubernetes.io/docs/tasks/tools/), then run the command again.',
          },
        );
      }
      return copy;
    }),
  );
}

async function versionOf(context: Context, file: string): Promise<string> {
  const { stdout } = await context.run(file, ['version', '--client', '--output=json'], {
    allowFailure: true,
  });
  return /"gitVersion":\s*"([^"]+)"/.exec(stdout)?.[1] ?? '';
}

/** kubectl works with clusters at most one minor older or newer. */
export function suits(client: string, kubernetes: string): boolean {
  const [ours, theirs] = [client, kubernetes].map((version) => /^v?1\.(\d+)/.exec(version)?.[1]);
  if (ours === undefined || theirs === undefined) return false;
  return Math.abs(Number(ours) - Number(theirs)) <= 1;
}
