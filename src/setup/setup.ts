import type { Context } from '../context.ts';
import type { Runtime } from '../host/runtime.ts';
import { ensureUpgradeImage, findUpgradeImage } from '../image/compose.ts';
import { ensureNodeImage, findNodeImage, type NodeImage } from '../image/node-image.ts';
import { ensureInotify } from './inotify.ts';
import { ensureKind, findKind } from './kind.ts';
import { ensureKubectl, findKubectl } from './kubectl.ts';
import { ensureRuntime, findRuntime } from './runtime.ts';

/** Everything that a cluster needs on this machine. */
export interface Ready {
  runtime: Runtime;
  /** Path of kind. */
  kind: string;
  /** Path of a kubectl within one minor of the image's Kubernetes. */
  kubectl: string;
  image: NodeImage;
}

/** What of it is there. */
export type Found = { [Part in keyof Ready]: Ready[Part] | undefined };

/** Which Kubernetes a cluster is to have. */
export interface Wanted {
  /** Such as '1.36'. */
  minor: string;
  /** The minor that its nodes can be upgraded to. */
  upgradeTo?: string | undefined;
}

/** Looks for everything that a cluster of a minor needs; changes nothing. */
export async function findSetUp(context: Context, { minor, upgradeTo }: Wanted): Promise<Found> {
  const findImage = (runtime: Runtime) =>
    upgradeTo === undefined
      ? findNodeImage(context, runtime, minor)
      : findUpgradeImage(context, runtime, { from: minor, to: upgradeTo });
  const inRuntime = async () => {
    const runtime = await findRuntime(context);
    const image = runtime && (await findImage(runtime));
    return { runtime, image, kubectl: await findKubectl(context, image?.kubernetes ?? minor) };
  };
  const [kind, found] = await Promise.all([findKind(context), inRuntime()]);
  return { kind, ...found };
}

/** What `setUp` would have to provide. */
export function missing(found: Found): (keyof Ready)[] {
  return PARTS.filter((part) => !found[part]);
}

const PARTS = ['runtime', 'kind', 'image', 'kubectl'] as const;

/** Whether nothing is missing. */
export function isWhole(found: Found): found is Ready {
  return missing(found).length === 0;
}

/** Provides everything that a cluster of a minor needs; at once where it is all there. */
export async function setUp(context: Context, wanted: Wanted): Promise<Ready> {
  const { minor, upgradeTo } = wanted;
  const found = await findSetUp(context, wanted);
  const runtime = found.runtime ?? (await ensureRuntime(context));
  await ensureInotify(context);
  const kind = found.kind ?? (await ensureKind(context));
  const ensureImage = () =>
    upgradeTo === undefined
      ? ensureNodeImage(context, runtime, minor)
      : ensureUpgradeImage(context, runtime, { from: minor, to: upgradeTo });
  const image = found.image ?? (await ensureImage());
  const kubectl = found.kubectl ?? (await ensureKubectl(context, runtime, image));
  return { runtime, kind, kubectl, image };
}
