import { onNode } from '../cluster/on-node.ts';
import type { NodeAccess } from '../cluster/provider.ts';
import type { Context } from '../context.ts';
import type { NodeShell } from '../grading/node.ts';

/** Ways into the nodes as graders need them. */
export function nodeShellOf(context: Context, nodes: NodeAccess): NodeShell {
  return {
    names: () => nodes.names(),
    async run(node, argv) {
      const at = { node, work: 'look' } as const;
      const result = await onNode(context, nodes, at, argv, { allowFailure: true });
      if (result.timedOut) return { ...result, stderr: 'it did not end in time' };
      return result.tooMuch ? { ...result, stderr: 'it printed too much' } : result;
    },
  };
}
