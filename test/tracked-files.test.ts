import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

// In pieces, so that this file does not hold what it forbids.
const host = (...labels: string[]) => labels.join('.');
const folder = (...names: string[]) => `/${names.join('/')}`;
const FORBIDDEN = [
  host('registry', 'npmjs', 'org'),
  host('registry', 'yarnpkg', 'com'),
  host('proxy', 'golang', 'org'),
  host('sum', 'golang', 'org'),
  host('deb', 'debian', 'org'),
  host('ftp', 'debian', 'org'),
  host('security', 'debian', 'org'),
  host('archive', 'ubuntu', 'com'),
  host('security', 'ubuntu', 'com'),
  folder('work', 'main'),
  folder('work', 'shared'),
  // The user of exam hosts is no developer.
  `${folder('home', '')}(?!candidate\\b)[a-z]`,
  `${folder('Users', '')}[a-z]`,
  `${root}\\b`,
];

test('no file names the host of a package registry or a folder of a developer', async () => {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await execa('git', list, { cwd: root });
  const names = stdout.split('\0').filter(Boolean);
  expect(names).toContain('package-lock.json');
  const forbidden = new RegExp(FORBIDDEN.map((text) => text.replaceAll('.', '\\.')).join('|'));
  const found = names.flatMap((name) => {
    const match = forbidden.exec(read(name));
    return match ? [`${name}: ${match[0]}`] : [];
  });
  expect(found).toEqual([]);
});

/** '' for a file that was deleted, or is a link to a folder. */
function read(name: string): string {
  try {
    return readFileSync(path.join(root, name), 'utf8');
  } catch {
    return '';
  }
}
