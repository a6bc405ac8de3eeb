import { z } from 'zod';
import { blueprintSchema } from './blueprint.ts';

/** The JSON Schema of a blueprint for editors, as text. */
export function blueprintJsonSchema(): string {
  const schema = z.toJSONSchema(blueprintSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
