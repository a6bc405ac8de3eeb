import { describe, expect, test } from 'vitest';
import { examine, type Finding, renderFindings } from '../../src/doctor/doctor.ts';
import { isAtLeast } from '../../src/doctor/tool-checks.ts';
import { parseEngine } from '../../src/doctor/world.ts';
import { fakes } from '../setup/fakes.ts';

const ALL = [
  'runtime',
  'runtime-version',
  'cgroup',
  'privileged',
  'oom-score-adj',
  'inotify',
  'inotify-watches',
  'folders',
  'open-files',
  'memory',
  'disk',
  'kind',
  'kubectl',
  'node-image',
  'registry',
  'node',
];
const byId = (findings: readonly Finding[], id: string) =>
  findings.find((finding) => finding.id === id);

/** A Docker that answers; `others` are further branches of its case. */
const docker = (others: string) => `case $1 in
  version) echo 28.1.0 ;;
  info) echo '{"CgroupVersion":"2","MemTotal":8589934592,"KernelVersion":"other"}' ;;
  ${others}
  *) exit 1 ;;
esac`;

describe('examine', () => {
  test('with nothing installed everything is named, and only the runtime fails', async () => {
    const { context, questions } = await fakes({}, { yes: true });
    const findings = await examine(context, { minor: '1.37' });
    expect(findings.map(({ id }) => id)).toEqual(ALL);
    const failed = findings.filter(({ state }) => state === 'fail');
    expect(failed.map(({ id }) => id)).toEqual(['runtime']);
    expect(failed[0]?.fix).toContain('cka-lab setup --yes');
    expect(byId(findings, 'privileged')?.detail).toContain("can't be told yet");
    expect(questions).toEqual([]);
  });

  test('a runtime that answers is described by itself', async () => {
    const { context } = await fakes({
      docker: docker('pull) echo "manifest unknown" >&2; exit 1 ;;'),
    });
    const findings = await examine(context, { minor: '1.37' });
    expect(byId(findings, 'runtime')).toMatchObject({ state: 'ok', detail: 'docker' });
    expect(byId(findings, 'runtime-version')).toMatchObject({ state: 'ok', detail: '28.1.0' });
    expect(byId(findings, 'cgroup')).toMatchObject({ state: 'ok', detail: 'v2' });
    expect(byId(findings, 'memory')).toMatchObject({ state: 'ok', detail: '8.0 GiB' });
    expect(byId(findings, 'registry')).toMatchObject({ state: 'ok' });
  });

  test('no registry and no Go: what to install', async () => {
    const { context } = await fakes({
      docker: docker('pull) echo "dial tcp: lookup registry: no such host" >&2; exit 1 ;;'),
    });
    const finding = byId(await examine(context, { minor: '1.37' }), 'registry');
    expect(finding).toMatchObject({
      state: 'warn',
      detail: expect.stringContaining('no such host'),
      fix: expect.stringContaining('Go'),
    });
  });

  test('a runtime that hangs holds up nothing', async () => {
    const { context } = await fakes({ docker: docker('pull) exec sleep 30 ;;') });
    const started = Date.now();
    const findings = await examine(context, { minor: '1.37', deadline: 700 });
    expect(Date.now() - started).toBeLessThan(3000);
    expect(byId(findings, 'registry')).toMatchObject({
      state: 'warn',
      detail: 'no answer within 0.7 s',
    });
    expect(byId(findings, 'kind')?.state).toBe('warn');
  });

  test('a runtime that talks nonsense is a finding, not a crash', async () => {
    const { context } = await fakes({
      docker: 'case $1 in version) echo 28.1.0;; *) echo "{oops";; esac',
    });
    const findings = await examine(context, { minor: '1.37' });
    expect(findings.map(({ id }) => id)).toEqual(ALL);
    expect(byId(findings, 'cgroup')).toMatchObject({
      state: 'warn',
      detail: expect.stringContaining("can't be told"),
    });
  });
});

test('parseEngine reads Docker and Podman', () => {
  expect(
    parseEngine(
      'docker',
      '{"CgroupVersion":"1","MemTotal":1024,"DockerRootDir":"/d","KernelVersion":"6.1"}',
      '6.1',
    ),
  ).toEqual({ cgroup: '1', memoryBytes: 1024, folder: '/d', local: true });
  expect(
    parseEngine(
      'podman',
      '{"host":{"cgroupVersion":"v2","memTotal":1024,"kernel":"6.2"},"store":{"graphRoot":"/p"}}',
      '6.1',
    ),
  ).toEqual({ cgroup: '2', memoryBytes: 1024, folder: '/p', local: false });
});

test.each([
  ['24.21.0', '22.19', true],
  ['22.19.0', '22.19', true],
  ['22.18.9', '22.19', false],
  ['9.0.0', '22.19', false],
])('isAtLeast %s %s: %s', (version, needed, expected) => {
  expect(isAtLeast(version, needed)).toBe(expected);
});

describe('renderFindings', () => {
  const findings: Finding[] = [
    { id: 'a', title: 'cgroup', state: 'ok', detail: 'v2' },
    { id: 'b', title: 'node image', state: 'warn', detail: 'none', fix: 'Run it.' },
  ];

  test('a line each, what to do under it, no colours', () => {
    expect(renderFindings(findings)).toBe(
      ['ok    cgroup      v2', 'warn  node image  none', '      → Run it.'].join('\n'),
    );
  });

  test('colours the state when asked', () => {
    const painted = renderFindings(findings, (state, text) => `<${state}>${text}`);
    expect(painted).toContain('<ok>ok    cgroup');
  });
});
