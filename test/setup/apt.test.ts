import { describe, expect, test } from 'vitest';
import { findSignedBy, installDocker, sourceFile } from '../../src/setup/apt.ts';
import { fakes, machine } from './fakes.ts';

const target = (fields: Record<string, string>) =>
  Object.entries({ 'Repo-URI': 'http://mirror.test/debian/', Origin: 'Debian', ...fields })
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');
const targets = [
  target({
    Release: 'bookworm',
    Component: 'stable',
    Origin: 'Docker',
    'Repo-URI': 'http://d.test/',
  }),
  target({ Release: 'bookworm', Component: 'main', Sourcesentry: '/etc/apt/x.sources:1' }),
  target({ Release: 'bookworm', Component: 'contrib', Sourcesentry: '/etc/apt/x.sources:1' }),
  target({ Release: 'bookworm-updates', Component: 'main' }),
].join('\n\n');

describe('sourceFile', () => {
  test('names the mirror, components and keyring that the machine uses for itself', async () => {
    const read = async () => 'Types: deb\nSuites: bookworm bookworm-updates\nSigned-By: /k.gpg\n';
    expect(await sourceFile(targets, 'bookworm', 'trixie', read)).toMatch(
      /\nTypes: deb\nURIs: http:\/\/mirror\.test\/debian\/\nSuites: trixie\nComponents: main contrib\nSigned-By: \/k\.gpg\n$/,
    );
  });

  test('a machine without a source of its release is told what to do', async () => {
    await expect(sourceFile(targets, 'sid', 'next', async () => '')).rejects.toThrow(
      'no source for sid',
    );
  });
});

describe('findSignedBy', () => {
  test.each([
    ['deb http://m.test/debian bookworm main', undefined],
    ['deb [arch=amd64 signed-by=/a.gpg] http://m.test/debian bookworm main', '/a.gpg'],
    ['deb [signed-by=/a.gpg arch=amd64] http://m.test/debian bookworm main', '/a.gpg'],
    ['deb [signed-by=/a.gpg] http://m.test/debian bookworm-updates main', undefined],
    ['Suites: trixie\nSigned-By: /t.gpg\n\nSuites: bookworm\nSigned-By: /b.gpg\n', '/b.gpg'],
    ['Suites: bookworm\nSigned-By:\n -----BEGIN\n abc\nURIs: x\n', '\n -----BEGIN\n abc'],
    ['Suites: bookworm\nURIs: x\n', undefined],
  ])('%j', (text, keyring) => {
    expect(findSignedBy(text, 'bookworm')).toBe(keyring);
  });
});

describe('installDocker', () => {
  const policy = (version: string) => `echo "  Candidate: ${version}"`;
  const update = () => {};

  async function install(
    version: string,
    { withheld = [] as number[], audit = '', client = true, codename = 'bookworm' } = {},
  ) {
    const made = await fakes({
      dpkg: `case $1 in --audit) test -e "$here/configured" || printf '%s' '${audit}';; *) touch "$here/configured";; esac`,
      'apt-get': `test "$1" = indextargets && cat <<'END'\n${targets}\nEND\nexit 0`,
      'apt-cache': `case $2 in docker.io) ${policy(version)};; *) ${policy('(none)')};; esac`,
    });
    const { context } = made;
    // Nothing is written below /etc by a test.
    const written: Record<string, string> = {};
    const run: typeof context.run = async (file, args, options = {}) => {
      if (options.input === undefined) return context.run(file, args, options);
      written[String(args.at(-1))] = String(options.input);
      return { stdout: '', stderr: '', exitCode: 0, command: '' };
    };
    const about = machine(context, { withheld, codename });
    await installDocker(context, run, about, { client, update });
    const calls = (await made.calls()).map((call) => call.replace(/-o DPkg\S+ /, ''));
    return { calls, written };
  }

  test('the ordinary way is one package', async () => {
    const { calls, written } = await install('26.1.5+dfsg1-9');
    expect(calls.filter((call) => call.startsWith('apt-get'))).toEqual([
      'apt-get update',
      'apt-get install --yes --no-install-recommends docker.io',
    ]);
    expect(written).toEqual({});
  });

  test('an old docker.io will do where no capability is withheld', async () => {
    expect((await install('20.10.24+dfsg1-1')).written).toEqual({});
  });

  test('a new docker.io will do where one is', async () => {
    expect((await install('26.1.5', { withheld: [24] })).written).toEqual({});
  });

  test('an old docker.io where a capability is withheld: the engine alone from the next release', async () => {
    const { calls, written } = await install('20.10.24+dfsg1-1', { withheld: [24], client: false });
    expect(calls.filter((call) => call.startsWith('apt-get install'))).toEqual([
      'apt-get install --yes --no-install-recommends iptables containerd runc debian-archive-keyring',
      'apt-get install --yes --no-install-recommends --no-remove docker.io/trixie',
    ]);
    expect(Object.keys(written)).toEqual([
      '/etc/apt/preferences.d/cka-lab-newer-docker',
      '/etc/apt/sources.list.d/cka-lab-newer-docker.sources',
    ]);
    expect(written['/etc/apt/preferences.d/cka-lab-newer-docker']).toContain('Pin-Priority: 100');
  });

  test('a release without a known successor is told, and nothing is installed', async () => {
    const attempt = install('20.10.5', { withheld: [24], codename: 'bullseye' });
    await expect(attempt).rejects.toThrow('withholds a capability');
  });

  test('what an interrupted installation left is finished first', async () => {
    const { calls } = await install('26.1.5', { audit: 'containerd is half configured' });
    expect(calls.slice(0, 3)).toEqual([
      'dpkg --audit',
      'dpkg --configure -a',
      'apt-get install --fix-broken --yes --no-remove',
    ]);
  });

  test('a distribution without docker.io is told so', async () => {
    await expect(install('(none)')).rejects.toThrow('no package docker.io');
  });
});
