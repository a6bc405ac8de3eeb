import type { Ways } from '../grading/facts.ts';
import { POLLED, type Source, sourcesOf, sourcesOfExec } from './source.ts';
import type { Read } from './trail.ts';

/** CoreDNS is there: a program in a pod may look up names. */
const DNS_NAMESPACE = 'kube-system';

/**
 * The same ways, which tell what each answer will depend on before it is asked for. `namespaces`
 * are the lab's own: what happens in others does not concern programs in its pods.
 */
export function noting(
  { connection, exec, nodes, file }: Ways,
  namespaces: readonly string[],
  note: (read: Read) => void,
): Ways {
  const noteAll = (sources: readonly Source[] | typeof POLLED) => {
    for (const source of sources === POLLED ? [POLLED] : sources) note(source as Source);
  };
  return {
    connection: {
      server: connection.server,
      request(method, path, options) {
        noteAll(sourcesOf(method, path));
        return connection.request(method, path, options);
      },
    },
    exec(target, command, options) {
      noteAll(sourcesOfExec([...new Set([target.namespace, ...namespaces, DNS_NAMESPACE])]));
      return exec(target, command, options);
    },
    nodes: {
      names: () => nodes.names(),
      run(node, argv) {
        note(POLLED);
        return nodes.run(node, argv);
      },
    },
    file(folder, name) {
      note(POLLED);
      return file(folder, name);
    },
  };
}
