import { z } from 'zod';
import { didYouMean } from './nearest.ts';

/** Our words for zod's issues, to follow a field's name. A schema's own message wins over these. */
export function say(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue);
  if (issue.input === undefined) return 'is missing';
  if (issue.input === null) return 'is empty';
  const not = `, not ${shown(issue.input)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}${not}`;
    case 'invalid_union':
      return `must be ${expectedTypes(issue.errors).join(' or ')}${not}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}${not}`;
    case 'too_small':
      if (COUNTED[issue.origin] === undefined) return `must be at least ${issue.minimum}${not}`;
      if (issue.minimum === 1) return 'is empty';
      return `must have at least ${issue.minimum} ${COUNTED[issue.origin]}`;
    case 'too_big':
      if (COUNTED[issue.origin] === undefined) return `must be at most ${issue.maximum}${not}`;
      return `must have at most ${issue.maximum} ${COUNTED[issue.origin]}`;
    default:
      return undefined;
  }
}

/** A line for each key. */
function unknownKeys(issue: z.core.$ZodRawIssue & { code: 'unrecognized_keys' }): string {
  const given = Object.keys(issue.input ?? {});
  const known = keysOf(issue.inst).filter((name) => !given.includes(name));
  return issue.keys.map((key) => `unknown key "${key}"${didYouMean(key, known)}`).join('\n');
}

function keysOf(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  const keys = schema instanceof z.ZodRecord ? schema.keyType : undefined;
  return keys instanceof z.ZodEnum ? keys.options.map(String) : [];
}

function expectedTypes(branches: readonly (readonly z.core.$ZodIssue[])[]): string[] {
  const expected = branches.flatMap((issues) =>
    issues.flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : [])),
  );
  return [...new Set(expected)].map((type) => TYPES[type] ?? type);
}

const TYPES: Record<string, string> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

const COUNTED: Record<string, string> = {
  string: 'characters',
  array: 'entries',
  map: 'entries',
  object: 'entries',
};

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a mapping' : JSON.stringify(value);
}
