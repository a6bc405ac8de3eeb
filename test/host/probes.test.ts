import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parseProbe, probeHost } from '../../src/host/probes.ts';
import { fakes } from '../setup/fakes.ts';

const output = (changes: Record<string, string> = {}) =>
  Object.entries({
    cgroup: 'tmpfs',
    oom: 'refused',
    files: '20000',
    inotify: '128',
    memory: '24684092',
    cpus: '2',
    ...changes,
  })
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');

describe('parseProbe', () => {
  test('reads a machine with the old cgroups that withholds a capability', () => {
    expect(parseProbe(output())).toEqual({
      cgroup: 1,
      oomScoreAdjRefused: true,
      openFilesHardLimit: 20000,
      inotifyInstances: 128,
      memoryBytes: 24684092 * 1024,
      cpus: 2,
    });
  });

  test('reads an ordinary one', () => {
    const facts = parseProbe(output({ cgroup: 'cgroup2fs', oom: 'lowered', files: 'unlimited' }));
    expect(facts).toMatchObject({
      cgroup: 2,
      oomScoreAdjRefused: false,
      openFilesHardLimit: Number.POSITIVE_INFINITY,
    });
  });

  test.each(['cgroup', 'oom', 'files', 'inotify', 'memory', 'cpus'])(
    'assumes nothing where %s is missing',
    (key) => {
      expect(parseProbe(output({ [key]: '' }))).toBeUndefined();
    },
  );

  test('is not satisfied with nothing', () => {
    expect(parseProbe('')).toBeUndefined();
  });
});

describe('probeHost', () => {
  const runtime = { name: 'docker', version: '28.1.0' } as const;

  test('runs one privileged container, once for a runtime and an image', async () => {
    const { context, calls } = await fakes({ docker: `echo '${output()}'` });
    const first = await probeHost(context, runtime, 'kindest/node:v1.37.2');
    expect(await probeHost(context, runtime, 'kindest/node:v1.37.2')).toEqual(first);
    const runs = (await calls()).filter((call) => call.startsWith('docker '));
    expect(runs).toHaveLength(1);
    expect(runs[0]).toContain('--privileged');
    await probeHost(context, runtime, 'kindest/node:v1.36.3');
    await probeHost(context, { ...runtime, version: '29.0.0' }, 'kindest/node:v1.37.2');
    expect((await calls()).filter((call) => call.startsWith('docker '))).toHaveLength(3);
  });

  test('what it can not read is an error, and is not kept', async () => {
    const { context } = await fakes({ docker: 'echo cgroup=tmpfs' });
    await expect(probeHost(context, runtime, 'image')).rejects.toThrow('else than expected');
    expect(await readdir(context.paths.cache).catch(() => [])).toEqual([]);
  });

  test('a privileged container that does not start is an error with its command', async () => {
    const { context } = await fakes({ docker: 'echo "operation not permitted" >&2; exit 125' });
    await expect(probeHost(context, runtime, 'image')).rejects.toThrow('operation not permitted');
  });
});
