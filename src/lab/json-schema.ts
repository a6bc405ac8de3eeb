import { z } from 'zod';
import { labSchema } from './schema.ts';

/** The JSON Schema of lab.yaml for editors, as text. */
export function jsonSchema(): string {
  const schema = z.toJSONSchema(labSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
