import { randomUUID } from 'node:crypto';
import type { V1PodSpec } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { parseRef } from '../../lab/ref.ts';
import type { Facts } from '../facts.ts';
import { shared } from '../shared.ts';
import { type Failed, failed, isFailed } from '../verdict.ts';
import type { KeysOf } from './config-origin.ts';
import type { Workload } from './newest-pods.ts';
import { rolledOut } from './rolled-out.ts';

export interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

/** A container of a workload that is under `probes:` in lab.yaml. */
export interface Seeing {
  /** 'Deployment/web in shop'. */
  workload: string;
  container: string;
  /** Paths of the files that are looked at. */
  files: readonly string[];
}

export interface SeenFile {
  /** Undefined where there is no such file. */
  text: string | undefined;
  /** Its permissions in octal, '640'; '' where there is no such file. */
  mode: string;
  /** Names of all that is in its folder, but for what begins with a dot. */
  beside: readonly string[];
}

/** What a running container sees, and what it was given to see. */
export interface Seen {
  variables: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, SeenFile>;
  spec: V1PodSpec;
  container: string;
  maps: ReadonlyMap<string, ConfigMap>;
  keysOf: KeysOf;
}

/** Looks into a running container; a failure where none runs as it should. */
export type See = (facts: Facts) => Promise<Seen | Failed>;

/** One program for all, since each costs a way into the container, which is slow on a busy machine. */
const EXEC_S = 20;
const PARTS = 4;
const SHOW = `
mark=$1; shift
env -0
for file in "$@"; do
  printf '%s' "$mark"; stat -L -c %a "$file" 2>/dev/null
  printf '%s' "$mark"; ls "\${file%/*}" 2>/dev/null
  printf '%s' "$mark"; test -f "$file" && echo there
  printf '%s' "$mark"; test -f "$file" && cat "$file"
done
exit 0`;

/** What a container of the workload sees once that is rolled out; checks that ask together look once. */
export function seeing({ workload: ref, container, files }: Seeing): See {
  const rollout = rolledOut(ref);
  return shared(async (facts): Promise<Seen | Failed> => {
    const outcome = await rollout(facts);
    if (isFailed(outcome)) return outcome;
    const { namespace = '', kind, name } = parseRef(ref);
    const mark = `--${randomUUID()}--`;
    const [workload, list, result] = await Promise.all([
      facts.get<Workload>(ref),
      facts.list<ConfigMap>('ConfigMap', { namespace }),
      facts.exec(ref, ['sh', '-c', SHOW, 'sh', mark, ...files], { container, seconds: EXEC_S }),
    ]);
    if (isFailed(result)) return result;
    const spec = workload?.spec.template.spec;
    if (!spec)
      return failed({ expected: `the ${kind} ${name} is there`, actual: 'it was deleted' });
    const [variables = '', ...parts] = result.stdout.split(mark);
    if (parts.length !== files.length * PARTS) {
      throw new Error(`Looking into ${name} gave ${parts.length} parts: ${result.stderr}`);
    }
    const maps = new Map(list.map((map) => [map.metadata.name, map]));
    const keysOf = (configMap: string) => keysIn(maps.get(configMap));
    const seenFiles = new Map(files.map((file, index) => [file, fileOf(parts, index * PARTS)]));
    return { variables: variablesOf(variables), files: seenFiles, spec, container, maps, keysOf };
  });
}

function variablesOf(text: string): Map<string, string> {
  const lines = text.split('\0').filter((line) => line.includes('='));
  return new Map(
    lines.map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

function fileOf(parts: readonly string[], at: number): SeenFile {
  const [mode = '', beside = '', there = '', text = ''] = parts.slice(at, at + PARTS);
  return {
    mode: mode.trim(),
    beside: beside.split('\n').filter((name) => name !== ''),
    text: there === '' ? undefined : text,
  };
}

function keysIn(map: ConfigMap | undefined): string[] {
  return [...Object.keys(map?.data ?? {}), ...Object.keys(map?.binaryData ?? {})];
}
