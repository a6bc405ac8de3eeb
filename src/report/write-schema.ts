import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../host/paths.ts';
import { jsonSchema, SCHEMAS } from './json-schema.ts';

// Run with node after a change of a model; a test tells when it was forgotten.
for (const [name, schema] of Object.entries(SCHEMAS)) {
  await writeFile(path.join(packageRoot, 'src', 'report', name), jsonSchema(schema));
}
