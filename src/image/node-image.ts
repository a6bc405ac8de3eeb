import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { alone } from '../host/lock.ts';
import type { Runtime } from '../host/runtime.ts';
import { buildNodeImage, recipeOf } from './build.ts';
import { RECIPE_LABEL } from './leftovers.ts';
import { pulledElseBuild, pullImage, pullInSight, type Refusal } from './pull.ts';
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

const BUILD_TIME = 'ten to thirty minutes';
/** How long a registry may take to say that it has no such image. */
const ASK_MS = 8_000;

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
 * that is built here, after asking. Can be interrupted at any moment and run again.
 */
export async function ensureNodeImage(
  context: Context,
  runtime: Runtime,
  minor: string,
): Promise<NodeImage> {
  const found = await findNodeImage(context, runtime, minor);
  if (found) return found;
  return alone(
    context,
    `node-image-${minor}`,
    async () => (await findNodeImage(context, runtime, minor)) ?? make(context, runtime, minor),
  );
}

async function make(context: Context, runtime: Runtime, minor: string): Promise<NodeImage> {
  const version = versionOf(minor);
  const pulled = await pulledElseBuild(context, runtime, {
    what: `a node image for Kubernetes ${minor}`,
    time: BUILD_TIME,
    pull: () => pullInSight(context, runtime, version.published.reference),
  });
  if (pulled) return fromPublished(version.published);
  await buildNodeImage(context, runtime, version, builtReference(version));
  return fromBuild(version);
}

/**
 * What the registry of published node images answers: undefined where it has what it is asked for.
 * Nothing is pulled: it is asked for what nobody has.
 */
export async function askRegistry(
  context: Context,
  runtime: Runtime,
  { reference }: Published,
): Promise<Refusal | undefined> {
  const nothing = `${reference.replace(/[:@].*/, '')}@sha256:${'0'.repeat(64)}`;
  const refusal = await pullImage(context, runtime, nothing, { within: ASK_MS });
  return refusal?.kind === 'missing' ? undefined : refusal;
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
