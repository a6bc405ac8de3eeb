import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { blueprintFolder } from './blueprint.ts';
import { blueprintJsonSchema } from './json-schema.ts';

// Run with node after a change of blueprint.ts; a test tells when it was forgotten.
await writeFile(path.join(blueprintFolder, 'blueprint.schema.json'), blueprintJsonSchema());
