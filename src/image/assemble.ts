import type { Context } from '../context.ts';
import type { Runtime } from '../host/runtime.ts';
import { RECIPE_LABEL, removeLeftovers, temporaryName } from './leftovers.ts';
import { removeFolder, temporaryFolder } from './parts.ts';
import { type Ingredients, prepare } from './prepare.ts';

export interface Assembly extends Ingredients {
  recipe: string;
  /** Name of the image that is made. */
  reference: string;
}

/** Puts the parts together to a node image; returns when it has its name. */
export async function assemble(
  context: Context,
  runtime: Runtime,
  assembly: Assembly,
  report: (detail: string) => void,
): Promise<void> {
  await removeLeftovers(context, runtime);
  const run = (...args: string[]) => context.run(runtime.name, args);
  const name = temporaryName(context, process.pid);
  const folder = await temporaryFolder(context, 'assemble');
  try {
    report('packing the images');
    await prepare(context, folder, assembly);
    report('loading the file system');
    await run('import', assembly.tar('node'), `${name}:base`);
    report('unpacking the images');
    await run(
      ...['run', '--name', name, '--privileged', '--network', 'none'],
      ...['--volume', `${folder}:/build:ro`, '--volume', `${name}:/store`],
      ...[`${name}:base`, 'bash', '/build/assemble.sh'],
    );
    report('saving the image');
    const changes = [
      'ENV container=docker',
      'STOPSIGNAL SIGRTMIN+3',
      'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]',
      'CMD []',
      `LABEL ${RECIPE_LABEL}=${assembly.recipe}`,
    ];
    await run(
      'commit',
      ...changes.flatMap((change) => ['--change', change]),
      ...[name, assembly.reference],
    );
  } finally {
    await removeFolder(context, folder);
    await removeLeftovers(context.undoing(), runtime, process.pid).catch(() => undefined);
  }
}
