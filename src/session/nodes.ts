import type { NodeAccess } from '../cluster/provider.ts';
import type { Context } from '../context.ts';
import type { NodeShell } from '../grading/node.ts';

/** Ways into the nodes as graders need them. */
export function nodeShellOf(context: Context, nodes: NodeAccess): NodeShell {
  return {
    names: () => nodes.names(),
    async run(node, argv) {
      const [file, ...args] = await nodes.command(node, argv);
      return context.run(file, args, { allowFailure: true });
    },
  };
}
