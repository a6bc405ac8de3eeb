import { differencesOf } from '../../kube/difference.ts';
import { parseRef } from '../../lab/ref.ts';
import type { Look } from '../define.ts';
import { type Failed, failed, isFailed, type Outcome, passed } from '../verdict.ts';
import { type ConfigKey, fileOrigin, variableOrigin } from './config-origin.ts';
import type { ConfigMap, See, Seen, SeenFile } from './container-view.ts';

/** A ConfigMap has these keys with these values, and no other; space around a value does not count. */
export function configMapHas(ref: string, wanted: Readonly<Record<string, string>>): Look {
  return async (facts) => {
    const { name } = parseRef(ref);
    const found = await facts.get<ConfigMap>(ref);
    const expected = `${name} has the keys ${Object.keys(wanted).join(', ')}, each as asked, and no other`;
    if (!found) return failed({ expected, actual: 'there is no such ConfigMap' });
    const { data = {}, binaryData = {} } = found;
    const keys = [
      ...new Set([...Object.keys(wanted), ...Object.keys(data), ...Object.keys(binaryData)]),
    ];
    const wrong = keys.flatMap((key) => {
      const value = data[key];
      if (wanted[key] === undefined) return [`it has ${key} too`];
      if (value === undefined) return [`it lacks ${key}`];
      return value.trim() === wanted[key].trim() ? [] : [`${key} is '${shown(value)}'`];
    });
    return wrong.length === 0 ? passed() : failed({ expected, actual: wrong.join('; ') });
  };
}

/** Variables have the values that keys of ConfigMaps have now, and get them from there. */
export function seesVariables(see: See, wanted: Readonly<Record<string, ConfigKey>>): Look {
  return judged(see, (seen) => {
    const { spec, container, keysOf } = seen;
    const found = Object.entries(wanted).map(([name, key]) =>
      compare(`the variable ${name}`, key, seen, {
        value: seen.variables.get(name),
        origin: variableOrigin(spec, container, name, keysOf),
      }),
    );
    if (found.length === 0) throw new Error('Nothing is asked: it would pass for nothing.');
    return found.find((one) => one !== undefined);
  });
}

/** Each key of the ConfigMap, also one that comes later, becomes a variable with this prefix. */
export function seesEveryKey(see: See, configMap: string, prefix: string): Look {
  return async (facts) => {
    const seen = await see(facts);
    if (isFailed(seen)) return seen;
    const { spec, container, keysOf } = seen;
    const { envFrom = [] } = spec.containers.find(({ name }) => name === container) ?? {};
    const whole = envFrom.some(
      (source) => source.configMapRef?.name === configMap && (source.prefix ?? '') === prefix,
    );
    if (!whole) {
      return failed({
        expected: `every key of ${configMap}, also one that comes later, is a variable ${prefix}…`,
        actual: 'nothing takes all its keys in this way',
      });
    }
    const keys = keysOf(configMap).map((key) => [`${prefix}${key}`, { configMap, key }] as const);
    return seesVariables(async () => seen, Object.fromEntries(keys))(facts);
  };
}

export interface FileAsked extends ConfigKey {
  /** One of those that are looked at. */
  path: string;
  /** Names of all that is in its folder, but for what begins with a dot; free when not said. */
  folder?: readonly string[];
}

/** A file holds what a key of a ConfigMap holds now, and gets it from there. */
export function seesFile(see: See, { path, folder, ...key }: FileAsked): Look {
  return judged(see, (seen) => {
    const { spec, container, keysOf, variables } = seen;
    const { text, beside } = fileSeen(seen, path);
    const origin = fileOrigin(spec, container, path, keysOf, variables);
    const content = compare(`the file ${path}`, key, seen, { value: text, origin });
    if (content || folder === undefined) return content;
    if (differencesOf(folder.toSorted(), beside.toSorted()).length === 0) return undefined;
    return failed({
      expected: `beside ${path} there is ${folder.join(', ')}, and nothing else`,
      actual: `there is ${beside.join(', ')}`,
    });
  });
}

/** A file has these permissions, such as '0640'. */
export function fileMode(see: See, path: string, wanted: string): Look {
  return judged(see, (seen) => {
    const { mode } = fileSeen(seen, path);
    if (mode === wanted.replace(/^0+/, '')) return undefined;
    return failed({
      expected: `the mode of ${path} is ${wanted}`,
      actual: mode === '' ? 'there is no such file' : `it is 0${mode}`,
    });
  });
}

function judged(see: See, judge: (seen: Seen) => Failed | undefined): Look {
  return async (facts): Promise<Outcome> => {
    const seen = await see(facts);
    return isFailed(seen) ? seen : (judge(seen) ?? passed());
  };
}

function fileSeen({ files }: Seen, path: string): SeenFile {
  const file = files.get(path);
  if (!file) throw new Error(`${path} was not looked at.`);
  return file;
}

function compare(
  what: string,
  wanted: ConfigKey,
  { maps }: Seen,
  { value: seen, origin }: { value: string | undefined; origin: ConfigKey | undefined },
): Failed | undefined {
  const expected = `${what} is the key ${wanted.key} of ${wanted.configMap}`;
  if (seen === undefined) return failed({ expected, actual: 'there is none' });
  if (!origin) return failed({ expected, actual: `it is '${shown(seen)}', from no ConfigMap` });
  if (origin.key !== wanted.key || origin.configMap !== wanted.configMap) {
    return failed({ expected, actual: `it is the key ${origin.key} of ${origin.configMap}` });
  }
  const value = maps.get(wanted.configMap)?.data?.[wanted.key];
  if (value !== undefined && seen.trimEnd() === value.trimEnd()) return undefined;
  return failed({
    expected,
    actual: `it is '${shown(seen)}', and the key '${shown(value ?? '')}'`,
    why: 'What a pod took over when it started does not follow the ConfigMap.',
  });
}

function shown(text: string): string {
  return text
    .trim()
    .slice(0, 200)
    .replaceAll(/\s*\n\s*/g, ' / ')
    .slice(0, 60);
}
