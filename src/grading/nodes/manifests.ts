import type { NodeReader } from '../node.ts';

/** Where the kubelet finds its static pods. */
const FOLDER = '/etc/kubernetes/manifests';

/**
 * When the folder of the static pods' manifests and each file in it was written, or moved, in
 * milliseconds since 1970 on the node's clock; the folder itself is '.'.
 */
export async function manifestChanges(node: NodeReader): Promise<Map<string, number>> {
  // The time of the last change of any kind: a file that is moved keeps the one of its contents.
  const list = ['ls', '--all', '-l', '--time=ctime', '--time-style=+%s', FOLDER];
  const { stdout } = await node.run(list);
  const lines = stdout.matchAll(/^\S+ +\d+ \S+ +\S+ +\d+ +(\d+) (.+)$/gm);
  const times = [...lines].map(
    ([_line, seconds, name = '']) => [name, Number(seconds) * 1000] as const,
  );
  return new Map(times.filter(([name]) => name !== '..'));
}

/** Seconds until the kubelet has stopped what ran from a former manifest. */
export const TAKEN_IN_WITHIN_S = 20;

/**
 * Whether a container of a static pod may still be the former one: its manifest is newer, and the
 * kubelet may not have taken it in.
 */
export function mayBeFormer(
  { name, created }: { name: string; created: number },
  changes: ReadonlyMap<string, number>,
): boolean {
  const changed = changes.get(`${name}.yaml`) ?? 0;
  return changed > created && Date.now() - changed < TAKEN_IN_WITHIN_S * 1000;
}
