import type { Context } from '../context.ts';
import { isRunning } from '../host/detach.ts';
import type { Runtime } from '../host/runtime.ts';
import { wordFor } from '../host/world-word.ts';

/** Containers, volumes and images that exist only while an image is assembled. */
const TEMPORARY = 'cka-lab-assemble';

/** The name of one of them: a process of another machine, or container, may have our number. */
export function temporaryName(context: Pick<Context, 'paths'>, process: number | string): string {
  return `${TEMPORARY}-${wordFor(context.paths.cache)}-${process}`;
}

/** Label of a node image that was built here; its value is the recipe. */
export const RECIPE_LABEL = 'cka-lab.recipe';

/** Removes containers and images of assemblies whose process is gone, or of the one named. */
export async function removeLeftovers(
  context: Context,
  runtime: Runtime,
  own?: number,
): Promise<void> {
  const list = async (...args: string[]) =>
    (await context.run(runtime.name, args)).stdout.split('\n').filter((line) => line !== '');
  const prefix = temporaryName(context, '');
  const ours = new RegExp(`^(?:localhost/)?${prefix}(\\d+)(?::base)?$`);
  const isOurs = (name: string) => {
    const pid = Number(ours.exec(name)?.[1]);
    return pid > 0 && (pid === own || !isRunning(pid));
  };
  const containers = await list(
    'ps',
    '--all',
    '--filter',
    `name=${prefix}`,
    '--format',
    '{{.Names}}',
  );
  for (const name of containers.filter(isOurs)) {
    await context.run(runtime.name, ['rm', '--force', '--volumes', name], { allowFailure: true });
  }
  // A named volume: an anonymous one would be written into the image, and made for every node.
  const volumes = await list('volume', 'ls', '--quiet', '--filter', `name=${prefix}`);
  for (const name of volumes.filter(isOurs)) {
    await context.run(runtime.name, ['volume', 'rm', '--force', name], { allowFailure: true });
  }
  const images = await list('images', '--format', '{{.Repository}}:{{.Tag}}');
  for (const name of images.filter(isOurs)) {
    await context.run(runtime.name, ['rmi', name], { allowFailure: true });
  }
  // A node image that was built again leaves the former one without a name.
  const former = await list(
    ...['images', '--quiet', '--filter', 'dangling=true', '--filter', `label=${RECIPE_LABEL}`],
  );
  for (const id of former) await context.run(runtime.name, ['rmi', id], { allowFailure: true });
}
