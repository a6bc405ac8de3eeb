import type { NodeAccess } from '../cluster/provider.ts';
import type { Context } from '../context.ts';
import type { NodeShell } from '../grading/node.ts';

/** Ways into the nodes as graders need them. */
export function nodeShellOf(context: Context, nodes: NodeAccess): NodeShell {
  // To find a node's container takes two programs: it is done once, and not for each command.
  const ways = new Map<string, Promise<[string, ...string[]]>>();
  const wayTo = (node: string) => {
    const way = ways.get(node) ?? nodes.command(node, []);
    ways.set(node, way);
    way.catch(() => ways.delete(node));
    return way;
  };
  return {
    names: () => nodes.names(),
    async run(node, argv) {
      const [file, ...args] = await wayTo(node);
      return context.run(file, [...args, ...argv], { allowFailure: true });
    },
  };
}
