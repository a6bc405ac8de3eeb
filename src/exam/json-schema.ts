import { jsonSchemaText } from '../yaml/json-schema.ts';
import { blueprintSchema } from './blueprint.ts';

/** The JSON Schema of a blueprint for editors, as text. */
export function blueprintJsonSchema(): string {
  return jsonSchemaText(blueprintSchema);
}
