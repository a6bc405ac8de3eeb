import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import type { Runtime } from '../host/runtime.ts';
import { buildNodeImage, recipeOf } from './build.ts';
import { RECIPE_LABEL } from './leftovers.ts';
import { type KubernetesVersion, type Published, versions } from './versions.ts';

export { versions } from './versions.ts';

/** A node image that kind can use, present in the container runtime. */
export interface NodeImage {
  reference: string;
  /** The Kubernetes in it, such as 'v1.37.2'. */
  kubernetes: string;
  origin: 'published' | 'built';
  /** The Kubernetes that its nodes can be upgraded to, such as 'v1.37.2', in a composed image. */
  upgradeTo?: string;
}

/** How long a registry may take to say whether it has an image. */
const REGISTRY_TIMEOUT_MS = 6000;

/** The node image for a Kubernetes minor ('1.37'), if there is one; changes nothing. */
export async function findNodeImage(
  context: Context,
  runtime: Runtime,
  minor: string,
): Promise<NodeImage | undefined> {
  const version = versionOf(minor);
  const { published } = version;
  const built = builtReference(version);
  const inspected = await context.run(
    runtime.name,
    [
      ...['image', 'inspect', '--format', '{{json .RepoDigests}} {{json .Config.Labels}}'],
      ...[published.reference, built],
    ],
    // It fails when one of the two is missing, and still tells of the other.
    { allowFailure: true },
  );
  const [, digest = ''] = published.reference.split('@');
  const label = `${JSON.stringify(RECIPE_LABEL)}:${JSON.stringify(recipeOf(version))}`;
  if (inspected.stdout.includes(digest)) return fromPublished(published);
  return inspected.stdout.includes(label) ? fromBuild(version) : undefined;
}

/**
 * The node image for a Kubernetes minor: the one that is here, else the published one, else one
 * that is built here. Can be interrupted at any moment and run again.
 */
export async function ensureNodeImage(
  context: Context,
  runtime: Runtime,
  minor: string,
): Promise<NodeImage> {
  const found = await findNodeImage(context, runtime, minor);
  if (found) return found;
  const version = versionOf(minor);
  if (await registryAnswers(context, runtime, version.published)) {
    return pull(context, runtime, version.published);
  }
  context.progress.note(
    `No image registry answers: a node image for Kubernetes ${version.kubernetes} is built here, once, from Go modules and Debian packages.`,
  );
  await buildNodeImage(context, runtime, version, builtReference(version));
  return fromBuild(version);
}

/** Whether the registry of published node images answers within a few seconds. */
export async function registryAnswers(
  context: Context,
  runtime: Runtime,
  published: Published,
): Promise<boolean> {
  const { exitCode } = await context.run(
    runtime.name,
    ['manifest', 'inspect', published.reference],
    { allowFailure: true, timeout: REGISTRY_TIMEOUT_MS },
  );
  return exitCode === 0;
}

async function pull(context: Context, runtime: Runtime, published: Published): Promise<NodeImage> {
  await context.progress.step(`Pulling ${published.reference.split('@')[0]}`, (update) =>
    context.run(runtime.name, ['pull', published.reference], { onLine: update }),
  );
  return fromPublished(published);
}

function fromPublished({ reference, kubernetes }: Published): NodeImage {
  return { reference, kubernetes, origin: 'published' };
}

function fromBuild(version: KubernetesVersion): NodeImage {
  return {
    reference: builtReference(version),
    kubernetes: version.kubernetes,
    origin: 'built',
  };
}

function builtReference(version: KubernetesVersion): string {
  return `kindest/node:${version.kubernetes}`;
}

function versionOf(minor: string): KubernetesVersion {
  const version = versions[minor];
  if (version) return version;
  throw new UsageError(`There is no node image for Kubernetes ${minor}.`, {
    next: `Use one of ${Object.keys(versions).join(', ')}.`,
  });
}
