import type { V1KeyToPath, V1PodSpec } from '@kubernetes/client-node';

/** A key of a ConfigMap in the pod's namespace. */
export interface ConfigKey {
  configMap: string;
  key: string;
}

/** The keys that a ConfigMap has today; none where it is not there. */
export type KeysOf = (configMap: string) => readonly string[];

type Origin = ConfigKey | undefined;

/**
 * The key that gives a container's variable its value; undefined where no ConfigMap does. `env` wins
 * over `envFrom`, and of one list what comes later.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/
 */
export function variableOrigin(
  spec: V1PodSpec,
  container: string,
  name: string,
  keysOf: KeysOf,
): Origin {
  const { env = [], envFrom = [] } = spec.containers.find((one) => one.name === container) ?? {};
  const own = env.findLast((one) => one.name === name);
  if (own) {
    const ref = own.valueFrom?.configMapKeyRef;
    if (ref?.name !== undefined) return { configMap: ref.name, key: ref.key };
    // Another variable's value, whole.
    const [, other] = /^\$\(([^()]+)\)$/.exec(own.value ?? '') ?? [];
    if (other === undefined || other === name) return undefined;
    return variableOrigin(spec, container, other, keysOf);
  }
  const source = envFrom.findLast(({ configMapRef, secretRef, prefix = '' }) => {
    if (secretRef || !name.startsWith(prefix)) return false;
    return keysOf(configMapRef?.name ?? '').includes(name.slice(prefix.length));
  });
  const configMap = source?.configMapRef?.name;
  if (configMap === undefined) return undefined;
  return { configMap, key: name.slice(source?.prefix?.length ?? 0) };
}

/**
 * The key that a container, which sees these variables, sees as this file; undefined where no
 * ConfigMap gives it.
 */
export function fileOrigin(
  spec: V1PodSpec,
  container: string,
  file: string,
  keysOf: KeysOf,
  variables: ReadonlyMap<string, string> = new Map(),
): Origin {
  const { volumeMounts = [] } = spec.containers.find((one) => one.name === container) ?? {};
  const [mount] = volumeMounts
    .filter(({ mountPath }) => inside(file, mountPath) !== undefined)
    .toSorted((one, other) => plain(other.mountPath).length - plain(one.mountPath).length);
  if (!mount) return undefined;
  const below = inside(file, mount.mountPath) ?? '';
  const subPath = mount.subPath ?? expanded(mount.subPathExpr ?? '', variables);
  const path = [plain(subPath), below].filter((part) => part !== '').join('/');
  const volume = spec.volumes?.find(({ name }) => name === mount.name);
  const maps = [
    ...(volume?.configMap ? [volume.configMap] : []),
    ...(volume?.projected?.sources ?? []).flatMap(({ configMap }) => configMap ?? []),
  ];
  const origins = maps.flatMap(({ name = '', items }): ConfigKey[] => {
    const key = keyAt(path, items ?? keysOf(name).map((one) => ({ key: one, path: one })));
    return key === undefined ? [] : [{ configMap: name, key }];
  });
  return origins.at(-1);
}

/** With the values of variables: https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath-expanded-environment */
function expanded(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\$|\$\(([^()]+)\)/g, (whole, name?: string) =>
    name === undefined ? '$' : (variables.get(name) ?? whole),
  );
}

function keyAt(path: string, items: readonly V1KeyToPath[]): string | undefined {
  return items.find((item) => plain(item.path) === path)?.key;
}

/** What of a path is below a folder, '' for the folder itself; undefined where it is elsewhere. */
function inside(file: string, folder: string): string | undefined {
  const [whole, start] = [plain(file), plain(folder)];
  if (whole === start) return '';
  return whole.startsWith(`${start}/`) ? whole.slice(start.length + 1) : undefined;
}

function plain(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
