import type { V1Container, V1PodSpec, V1Volume } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { fileOrigin, variableOrigin } from '../../../src/grading/workloads/config-origin.ts';

const maps: Record<string, string[]> = { season: ['mode', 'debug'], company: ['REGION', 'mode'] };
const keysOf = (name: string) => maps[name] ?? [];

function aSpec(container: Partial<V1Container>, volumes: V1Volume[] = []): V1PodSpec {
  return { containers: [{ name: 'other' }, { name: 'app', ...container }], volumes };
}

const fromKey = (name: string, key: string) => ({ valueFrom: { configMapKeyRef: { name, key } } });

test('a variable comes from where it was last set, and env wins', () => {
  const origin = (container: Partial<V1Container>, name = 'MODE') =>
    variableOrigin(aSpec(container), 'app', name, keysOf);
  const mode = { configMap: 'season', key: 'mode' };
  expect(origin({ env: [{ name: 'MODE', ...fromKey('season', 'mode') }] })).toEqual(mode);
  expect(origin({ env: [{ name: 'MODE', value: 'strict' }] })).toBeUndefined();
  expect(origin({})).toBeUndefined();
  const copy = { name: 'MODE', value: '$(OTHER)' };
  expect(origin({ env: [{ name: 'OTHER', ...fromKey('season', 'mode') }, copy] })).toEqual(mode);
  expect(origin({ env: [{ name: 'MODE', value: '$(MODE)' }] })).toBeUndefined();

  const whole = (name: string, prefix?: string) => ({
    configMapRef: { name },
    ...(prefix === undefined ? {} : { prefix }),
  });
  expect(origin({ envFrom: [whole('company', 'A_')] }, 'A_REGION')).toEqual({
    configMap: 'company',
    key: 'REGION',
  });
  expect(origin({ envFrom: [whole('company', 'A_')] }, 'A_TOWN')).toBeUndefined();
  expect(origin({ envFrom: [whole('company'), whole('season')] }, 'mode')).toEqual(mode);
  const env = [{ name: 'mode', value: 'own' }];
  expect(origin({ env, envFrom: [whole('season')] }, 'mode')).toBeUndefined();
});

test('a file comes from the innermost mount', () => {
  const mode = { configMap: 'season', key: 'mode' };
  const origin = (
    file: string,
    volumeMounts: { mountPath: string; subPath?: string }[],
    volume: Omit<V1Volume, 'name'>,
  ) =>
    fileOrigin(
      aSpec({ volumeMounts: volumeMounts.map((mount) => ({ name: 'v', ...mount })) }, [
        { name: 'v', ...volume },
      ]),
      'app',
      file,
      keysOf,
    );
  const whole = { configMap: { name: 'season' } };
  const items = { configMap: { name: 'season', items: [{ key: 'mode', path: 'in/rules' }] } };
  const etc = [{ mountPath: '/etc/app/' }];
  expect(origin('/etc/app/mode', etc, whole)).toEqual(mode);
  expect(origin('/etc/app/other', etc, whole)).toBeUndefined();
  expect(origin('/etc/application', etc, whole)).toBeUndefined();
  expect(origin('/etc/app/in/rules', etc, items)).toEqual(mode);
  expect(origin('/etc/app/mode', etc, items)).toBeUndefined();
  const sub = [{ mountPath: '/srv/rules', subPath: 'in/rules' }];
  expect(origin('/srv/rules', sub, items)).toEqual(mode);
  expect(origin('/etc/app/rules', [{ mountPath: '/etc/app', subPath: 'in' }], items)).toEqual(mode);
  expect(origin('/etc/app/mode', etc, { emptyDir: {} })).toBeUndefined();
  const projected = { projected: { sources: [whole] } };
  expect(origin('/etc/app/mode', etc, projected)).toEqual(mode);
});

test('a sub path may be made of what variables hold', () => {
  const mount = { name: 'v', mountPath: '/srv/debug', subPathExpr: '$(WHICH)' };
  const spec = aSpec({ volumeMounts: [mount] }, [{ name: 'v', configMap: { name: 'season' } }]);
  const origin = (which?: string) => {
    const variables = new Map(which === undefined ? [] : [['WHICH', which]]);
    return fileOrigin(spec, 'app', '/srv/debug', keysOf, variables);
  };
  expect(origin('debug')).toEqual({ configMap: 'season', key: 'debug' });
  expect(origin('other')).toBeUndefined();
  expect(origin()).toBeUndefined();
});
