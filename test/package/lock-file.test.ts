import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

interface Locked {
  resolved?: string;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => JSON.parse(readFileSync(path.join(root, name), 'utf8'));
const manifest = read('package.json');
const locked = Object.entries<Locked>(read('package-lock.json').packages).filter(([at]) => at);
const nameAt = (at: string) => at.replace(/^.*node_modules\//, '');

test('dependencies are pinned, and the lock file names no registry', () => {
  const versions = Object.values<string>({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(locked.filter(([, { resolved }]) => resolved)).toEqual([]);
});

test('exactly the install scripts that are needed may run', () => {
  const scripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
  const needed = Object.fromEntries(scripts.map(([at]) => [nameAt(at), true]));
  expect(manifest.allowScripts).toEqual(needed);
});

// `npm install` drops from the lock file what a registry does not have; `npm ci` then refuses it.
test('every platform of an optional dependency is locked', () => {
  const names = new Set(locked.map(([at]) => nameAt(at)));
  const optional = locked.flatMap(([, entry]) => Object.keys(entry.optionalDependencies ?? {}));
  expect(optional.length).toBeGreaterThan(10);
  expect(optional.filter((name) => !names.has(name))).toEqual([]);
});
