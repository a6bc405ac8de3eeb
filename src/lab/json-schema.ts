import { jsonSchemaText } from '../yaml/json-schema.ts';
import { labSchema } from './schema.ts';

/** The JSON Schema of lab.yaml for editors, as text. */
export function jsonSchema(): string {
  return jsonSchemaText(labSchema);
}
