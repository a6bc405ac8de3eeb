import { InfrastructureError } from '../errors.ts';
import { assertReads } from './node-programs.ts';

export interface NodeResult {
  stdout: string;
  stderr: string;
  /** Undefined when the program could not be started or was killed. */
  exitCode: number | undefined;
}

/** Ways into a cluster's nodes, handed in; it runs what it is told. */
export interface NodeShell {
  /** The nodes' names, control plane first. */
  names(): Promise<string[]>;
  /** Runs a program on a node: 'control-plane' and 'worker' stand for the full name. */
  run(node: string, argv: readonly string[]): Promise<NodeResult>;
}

/** One node, as graders may look at it: only programs that read. */
export interface NodeReader {
  /** The text of a file, or undefined when there is none. */
  read(path: string): Promise<string | undefined>;
  /** Runs a program from the list in node-programs.ts; any exit code is an answer. */
  run(argv: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }>;
}

export function nodeReader(shell: NodeShell, node: string): NodeReader {
  const run: NodeReader['run'] = async (argv) => {
    assertReads(argv);
    const { exitCode, stdout, stderr } = await shell.run(node, argv);
    if (exitCode === 0) return { exitCode, stdout, stderr };
    // The runtime's own failure looks like the program's, unless a program that can't fail fails too.
    if (exitCode === undefined || !(await runs(shell, node))) {
      throw new InfrastructureError(
        `'${argv.join(' ')}' could not be run on ${node}: ${stderr.trim() || 'it was not started'}.`,
      );
    }
    return { exitCode, stdout, stderr };
  };
  return {
    run,
    async read(path) {
      if ((await run(['test', '-e', path])).exitCode !== 0) return undefined;
      const { exitCode, stdout, stderr } = await run(['cat', '--', path]);
      if (exitCode === 0) return stdout;
      throw new InfrastructureError(`${path} on ${node} can't be read: ${stderr.trim()}.`);
    },
  };
}

/** Whether programs run on a node at all. */
export async function runs(shell: NodeShell, node: string): Promise<boolean> {
  return (await shell.run(node, ['true'])).exitCode === 0;
}
