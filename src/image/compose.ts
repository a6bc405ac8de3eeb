import path from 'node:path';
import type { Context } from '../context.ts';
import { alone } from '../host/lock.ts';
import type { Runtime } from '../host/runtime.ts';
import { filesFolder, filesIn } from './files.ts';
import { RECIPE_LABEL, removeLeftovers, temporaryName } from './leftovers.ts';
import { ensureNodeImage, findNodeImage, type NodeImage } from './node-image.ts';
import { keyOf } from './parts.ts';

/** Two minors, such as '1.36' and '1.37'. */
export interface UpgradePath {
  from: string;
  to: string;
}

/** The composed image of these two minors as they are here; changes nothing. */
export async function findUpgradeImage(
  context: Context,
  runtime: Runtime,
  { from, to }: UpgradePath,
): Promise<NodeImage | undefined> {
  const older = await findNodeImage(context, runtime, from);
  const later = await findNodeImage(context, runtime, to);
  return older && later && find(context, runtime, older, later);
}

/**
 * A node image of one minor that has, beside its own, the packages and images of another one:
 * composed of the two node images, which are pulled or built where they are missing. Composed
 * anew only when one of the two changed.
 */
export async function ensureUpgradeImage(
  context: Context,
  runtime: Runtime,
  { from, to }: UpgradePath,
): Promise<NodeImage> {
  const older = await ensureNodeImage(context, runtime, from);
  const later = await ensureNodeImage(context, runtime, to);
  const image = composed(older, later);
  return alone(context, path.basename(image.reference), async () => {
    const found = await find(context, runtime, older, later);
    if (found) return found;
    await context.progress.step(`Composing ${image.reference}`, (update) =>
      compose(context, runtime, older, later, image.reference, update),
    );
    return image;
  });
}

async function find(
  context: Context,
  runtime: Runtime,
  older: NodeImage,
  later: NodeImage,
): Promise<NodeImage | undefined> {
  const image = composed(older, later);
  const present = await inspect(context, runtime, image.reference);
  if (!present) return undefined;
  const recipe = await recipeOf(context, runtime, older, later);
  return present.config.Labels?.[RECIPE_LABEL] === recipe ? image : undefined;
}

function composed({ kubernetes, origin }: NodeImage, later: NodeImage): NodeImage {
  const reference = `cka-lab/node:${kubernetes}-to-${later.kubernetes}`;
  return { reference, kubernetes, origin, upgradeTo: later.kubernetes };
}

async function recipeOf(
  context: Context,
  runtime: Runtime,
  ...pair: readonly NodeImage[]
): Promise<string> {
  const images = pair.map(({ reference }) => inspect(context, runtime, reference));
  return keyOf({
    images: (await Promise.all(images)).map((image) => image?.id),
    files: filesIn('compose').map(({ name, text }) => [name, text]),
  });
}

async function compose(
  context: Context,
  runtime: Runtime,
  older: NodeImage,
  later: NodeImage,
  reference: string,
  report: (detail: string) => void,
): Promise<void> {
  await removeLeftovers(context, runtime);
  const name = temporaryName(context, process.pid);
  const runIn = (image: NodeImage, script: string) =>
    context.run(runtime.name, [
      ...['run', '--name', name, '--privileged', '--network', 'none', '--entrypoint', 'bash'],
      ...['--volume', `${path.join(filesFolder, 'compose')}:/build:ro`],
      ...['--volume', `${name}:/store`, image.reference, `/build/${script}`],
    ]);
  try {
    report(`taking what ${later.kubernetes} consists of`);
    await runIn(later, 'take.sh');
    await context.run(runtime.name, ['rm', name]);
    report(`adding it to ${older.kubernetes}`);
    await runIn(older, 'join.sh');
    report('saving the image');
    const { Entrypoint, Cmd } = (await inspect(context, runtime, older.reference))?.config ?? {};
    const changes = [
      // The container's own say how the script was run.
      `ENTRYPOINT ${JSON.stringify(Entrypoint ?? [])}`,
      `CMD ${JSON.stringify(Cmd ?? [])}`,
      `LABEL ${RECIPE_LABEL}=${await recipeOf(context, runtime, older, later)}`,
    ];
    await context.run(runtime.name, [
      'commit',
      ...changes.flatMap((change) => ['--change', change]),
      ...[name, reference],
    ]);
  } finally {
    await removeLeftovers(context.undoing(), runtime, process.pid).catch(() => undefined);
  }
}

interface Inspected {
  id: string;
  config: {
    Entrypoint?: string[] | null;
    Cmd?: string[] | null;
    Labels?: Record<string, string> | null;
  };
}

async function inspect(
  context: Context,
  runtime: Runtime,
  reference: string,
): Promise<Inspected | undefined> {
  const { exitCode, stdout } = await context.run(
    runtime.name,
    ['image', 'inspect', '--format', '{"id":{{json .Id}},"config":{{json .Config}}}', reference],
    { allowFailure: true },
  );
  return exitCode === 0 ? JSON.parse(stdout) : undefined;
}
