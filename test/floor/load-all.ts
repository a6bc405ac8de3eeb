import { readdirSync } from 'node:fs';
import path from 'node:path';

// Loads every file of ours in the Node that runs this, and says which don't load. Started by hand
// and by CI under the oldest Node that package.json allows.
const src = path.resolve(import.meta.dirname, '../../src');
// These do something when they are loaded.
const PROGRAMS = /^main\.ts$|(^|\/)write-schema\.ts$/;

const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !PROGRAMS.test(name),
);
const failed: string[] = [];
for (const name of names) {
  await import(path.join(src, name)).catch((error) => failed.push(`${name}: ${error.message}`));
}
console.log(`Node ${process.versions.node}: ${names.length} files, ${failed.length} don't load`);
for (const line of failed) console.log(line);
process.exit(failed.length === 0 ? 0 : 1);
