import type { z } from 'zod';
import { jsonSchemaText } from '../yaml/json-schema.ts';
import { examReportSchema } from './exam-model.ts';
import { labReportSchema } from './model.ts';

/** The published schemas, by the name of their file beside this one. */
export const SCHEMAS = {
  'exam-report.schema.json': examReportSchema.meta({ title: 'A report of a cka-lab exam' }),
  'lab-report.schema.json': labReportSchema.meta({ title: 'A report of a cka-lab lab' }),
} as const;

/** A JSON Schema, as text. A field that it does not name is allowed: a later version may add one. */
export function jsonSchema(schema: z.ZodType): string {
  return jsonSchemaText(schema);
}
