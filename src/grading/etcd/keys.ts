/** A key of etcd as it is now: what it holds, and the revisions that made and last changed it. */
export interface EtcdKey {
  value: Buffer;
  createRevision: number;
  modRevision: number;
}

export type EtcdKeys = ReadonlyMap<string, EtcdKey>;

/** Under which the API server keeps a ConfigMap; its value is binary and holds the data as text. */
export function configMapKey(namespace: string, name: string): string {
  return `/registry/configmaps/${namespace}/${name}`;
}

/** What `etcdctl get … -w json` printed. */
export function keysFromJson(text: string): EtcdKeys {
  const { kvs = [] }: { kvs?: JsonKey[] } = JSON.parse(text);
  return new Map(
    kvs.map(({ key, value = '', create_revision, mod_revision }) => [
      Buffer.from(key, 'base64').toString(),
      {
        value: Buffer.from(value, 'base64'),
        createRevision: create_revision,
        modRevision: mod_revision,
      },
    ]),
  );
}

interface JsonKey {
  key: string;
  value?: string;
  create_revision: number;
  mod_revision: number;
}

/** The same key, not one that was made again with the same content. */
export function isSameKey(a: EtcdKey, b: EtcdKey): boolean {
  return (
    a.createRevision === b.createRevision &&
    a.modRevision === b.modRevision &&
    a.value.equals(b.value)
  );
}
