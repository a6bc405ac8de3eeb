import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../host/paths.ts';
import { jsonSchema } from './json-schema.ts';

// Run with node after a change of schema.ts; a test tells when it was forgotten.
await writeFile(path.join(packageRoot, 'labs', 'lab.schema.json'), jsonSchema());
