import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { parse } from 'acorn';
import { minVersion, satisfies } from 'semver';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const range: string = JSON.parse(read('package.json')).engines.node;
const floor = range.replace('>=', '');
/** What that Node understands; 2025 has forms of regular expressions that it does not. */
const ECMASCRIPT = 2024;

interface Locked {
  dev?: boolean;
  engines?: { node?: string };
}

test('every production dependency runs on the oldest Node that package.json allows', () => {
  const locked = Object.entries<Locked>(JSON.parse(read('package-lock.json')).packages);
  const asked = locked.filter(([at, { dev, engines }]) => at !== '' && !dev && engines?.node);
  expect(asked.length).toBeGreaterThan(50);
  const above = asked.filter(([, { engines }]) => !satisfies(`${floor}.0`, engines?.node ?? '*'));
  expect(above.map(([at, { engines }]) => `${at} asks for ${engines?.node}`)).toEqual([]);
});

test('one version is named everywhere', () => {
  expect(minVersion(range)?.version).toBe(`${floor}.0`);
  const [major, minor] = floor.split('.');
  const launcher = read('cka-lab');
  expect(launcher).toContain(`oldest_major=${major} oldest_minor=${minor}\n`);
  expect(launcher.replace(/^oldest_major=.*$/m, '')).not.toMatch(/\b\d\d\.\d+\b/);
  for (const name of ['README.md', 'CONTRIBUTING.md', 'action.yml']) {
    expect(read(name), name).toContain(`${floor} or later`);
  }
  expect(read('.github/workflows/ci.yml')).toContain(`node-version: ${floor}.0\n`);
  expect(JSON.parse(read('package-lock.json')).packages[''].engines.node).toBe(range);
});

test('no source is written in a newer language', () => {
  const files = ['src', 'graders'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(300);
  const newer = files.flatMap((file) => {
    try {
      const options = { ecmaVersion: ECMASCRIPT, sourceType: 'module' } as const;
      parse(stripTypeScriptTypes(read(file)), options);
      return [];
    } catch (error) {
      return [`${file}: ${error}`];
    }
  });
  expect(newer).toEqual([]);
});
