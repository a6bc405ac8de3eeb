import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { examine } from '../../src/doctor/doctor.ts';
import { probeHost } from '../../src/host/probes.ts';
import { ensureKubectl } from '../../src/setup/kubectl.ts';
import { ensureRuntime } from '../../src/setup/runtime.ts';
import { findSetUp, missing, type Ready, setUp } from '../../src/setup/setup.ts';
import { testContext } from './context.ts';

const minor = '1.37';
/** Generous beside the 300 ms and 100 ms that are aimed at: other tests use the machine too. */
const AT_ONCE_MS = 2_000;

const context = testContext();
let ready: Ready;

beforeAll(async () => {
  ready = await setUp(context, { minor });
});

/** A context whose cache is empty. */
async function withEmptyCache(): Promise<Context> {
  const cache = await mkdtemp(path.join(tmpdir(), 'cka-lab-test-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  return { ...context, paths: { ...context.paths, cache } };
}

const inContainer = async (script: string) => {
  const { name } = ready.runtime;
  const args = ['run', '--rm', '--privileged', '--network', 'none', '--entrypoint', 'sh'];
  return (await context.run(name, [...args, ready.image.reference, '-c', script])).stdout;
};

/** What every container of the image, running or left behind, was started for. */
const commandsOfContainers = async () => {
  const args = ['ps', '--all', '--no-trunc', '--format', '{{.Command}}'];
  const filter = ['--filter', `ancestor=${ready.image.reference}`];
  return (await context.run(ready.runtime.name, [...args, ...filter])).stdout;
};

describe('setUp', () => {
  test('provides everything, and at once the second time', async () => {
    expect(missing(await findSetUp(context, { minor }))).toEqual([]);
    const started = performance.now();
    expect(await setUp(context, { minor })).toEqual(ready);
    expect(performance.now() - started).toBeLessThan(AT_ONCE_MS);
  });

  test('ensureRuntime looks no further when a runtime answers', async () => {
    const look = () => Promise.reject(new Error('looked at the machine'));
    const started = performance.now();
    expect(await ensureRuntime(context, look)).toEqual(ready.runtime);
    expect(performance.now() - started).toBeLessThan(AT_ONCE_MS);
  });

  test('kind and kubectl run', async () => {
    const kind = await context.run(ready.kind, ['version']);
    expect(kind.stdout).toContain('v0.33.0');
    const kubectl = await context.run(ready.kubectl, ['version', '--client']);
    expect(kubectl.stdout).toMatch(/Client Version: v1\.3[678]\./);
  });

  test('kubectl is copied out of the node image, which leaves no container', async () => {
    const empty = await withEmptyCache();
    const file = await ensureKubectl(
      { ...empty, env: { ...context.env, PATH: '' } },
      ready.runtime,
      ready.image,
    );
    const { stdout } = await context.run(file, ['version', '--client']);
    expect(stdout).toContain(`Client Version: ${ready.image.kubernetes}`);
    expect(await readdir(path.join(empty.paths.cache, 'tools'))).toHaveLength(1);
    expect(await commandsOfContainers()).not.toContain('/usr/bin/kubectl');
  });
});

describe('probeHost', () => {
  test('finds what other ways of measuring find', async () => {
    const facts = await probeHost(await withEmptyCache(), ready.runtime, ready.image.reference);
    const { name } = ready.runtime;
    const format = name === 'docker' ? '{{.CgroupVersion}}' : '{{.Host.CgroupsVersion}}';
    const cgroup = (await context.run(name, ['info', '--format', format])).stdout;
    expect(String(facts.cgroup)).toBe(cgroup.trim().replace('v', ''));

    // To lower oom_score_adj takes CAP_SYS_RESOURCE, capability 24.
    const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(await inContainer('cat /proc/self/status'));
    const capable = ((BigInt(`0x${effective?.[1]}`) >> 24n) & 1n) === 1n;
    expect(facts.oomScoreAdjRefused).toBe(!capable);

    const limits = await inContainer('cat /proc/self/limits');
    const files = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
    expect(facts.openFilesHardLimit).toBe(files === 'unlimited' ? Infinity : Number(files));
    expect(facts.cpus).toBeGreaterThan(0);
    expect(facts.memoryBytes).toBeGreaterThan(1024 ** 3);
  });
});

test('doctor finds nothing that fails, within 10 s, and leaves nothing', async () => {
  const started = performance.now();
  const findings = await examine(context, { minor });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(findings.filter(({ state }) => state === 'fail')).toEqual([]);
  const state = (id: string) => findings.find((finding) => finding.id === id)?.state;
  for (const id of ['runtime', 'privileged', 'oom-score-adj', 'kind', 'kubectl', 'node-image']) {
    expect(state(id), id).toBe('ok');
  }
  expect(await commandsOfContainers()).not.toContain('oom_score_adj');
}, 20_000);
