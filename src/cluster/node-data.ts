import type { Context } from '../context.ts';
import type { Found } from './baseline.ts';
import { onNode } from './on-node.ts';
import type { NodeAccess } from './provider.ts';

/** Under these the provisioners of kind's clusters keep a folder for each volume. */
const PROVISIONER_FOLDERS = ['/var/local-path-provisioner/', '/opt/local-path-provisioner/'];

interface VolumeSpec {
  spec?: { hostPath?: { path: string }; local?: { path: string } };
}

/** Where the data of provisioned volumes lies; other volumes may name any folder of a node. */
export function provisionedPaths(volumes: readonly Found[]): string[] {
  return volumes
    .map(({ object }) => object as Found['object'] & VolumeSpec)
    .map(({ spec }) => spec?.local?.path ?? spec?.hostPath?.path ?? '')
    .filter((path) =>
      PROVISIONER_FOLDERS.some(
        (folder) => path.startsWith(folder) && /^[\w.-]+$/.test(path.slice(folder.length)),
      ),
    );
}

/** Removes folders on every node. */
export async function removeNodePaths(
  context: Context,
  nodes: NodeAccess,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  await Promise.all(
    (await nodes.names()).map(async (node) => {
      const remove = ['rm', '-rf', '--one-file-system', '--', ...paths];
      await onNode(context, nodes, { node, work: 'repair' }, remove);
    }),
  );
}
