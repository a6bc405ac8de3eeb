import type { Context } from '../context.ts';
import type { Runtime } from '../host/runtime.ts';
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

/** Looks for everything that a cluster of a minor ("1.37") needs; changes nothing. */
export async function findSetUp(context: Context, { minor }: { minor: string }): Promise<Found> {
  const inRuntime = async () => {
    const runtime = await findRuntime(context);
    const image = runtime && (await findNodeImage(context, runtime, minor));
    return { runtime, image, kubectl: await findKubectl(context, image?.kubernetes ?? minor) };
  };
  const [kind, found] = await Promise.all([findKind(context), inRuntime()]);
  return { kind, ...found };
}

/** What `setUp` would have to provide. */
export function missing(found: Found): (keyof Ready)[] {
  return (['runtime', 'kind', 'image', 'kubectl'] as const).filter((part) => !found[part]);
}

/** Provides everything that a cluster of a minor ("1.37") needs; at once where it is all there. */
export async function setUp(context: Context, { minor }: { minor: string }): Promise<Ready> {
  const found = await findSetUp(context, { minor });
  const runtime = found.runtime ?? (await ensureRuntime(context));
  await ensureInotify(context);
  const kind = found.kind ?? (await ensureKind(context));
  const image = found.image ?? (await ensureNodeImage(context, runtime, minor));
  const kubectl = found.kubectl ?? (await ensureKubectl(context, runtime, image));
  return { runtime, kind, kubectl, image };
}
