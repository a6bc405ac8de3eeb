/** Names one object of a cluster. */
export interface ObjectRef {
  /** The kind, with its group where the kind alone is ambiguous: 'Gateway.gateway.networking.k8s.io'. */
  kind: string;
  name: string;
  /** Without it, the object stands outside of namespaces. */
  namespace?: string | undefined;
}

/** How scenario files write one; the names may hold templates, and a kind may be one. */
export const REF = /^([A-Z]\w*(\.[a-z][\w.-]*)?|\{\{[\w-]+\}\})\/[\w.:{}-]+( in [\w{}-]+)?$/;

/** Reads 'RoleBinding/auditors in orders' or 'ClusterRole/viewer', which fits REF. */
export function parseRef(text: string): ObjectRef {
  const [object = '', namespace] = text.split(' in ');
  const slash = object.indexOf('/');
  const ref = { kind: object.slice(0, slash), name: object.slice(slash + 1) };
  return namespace === undefined ? ref : { ...ref, namespace };
}

export function refText({ kind, name, namespace }: ObjectRef): string {
  return `${kind}/${name}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
