import { z } from 'zod';
import type { Finding } from './finding.ts';
import type { Path, YamlDocument } from './parse.ts';
import { say } from './say.ts';
import { findingAt, type Source } from './source.ts';

type Issue = z.core.$ZodIssue;
type Output<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

export interface Validated<T> {
  /** Undefined when anything is wrong. */
  value: T | undefined;
  /** The top-level fields that are right by themselves, for rules that go on regardless. */
  fields: Partial<T>;
  findings: Finding[];
}

/** Holds a document against a schema: every mistake, each at its place. */
export function validate<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  document: YamlDocument,
  source: Source,
): Validated<Output<Shape>> {
  const result = schema.safeParse(document.value, { error: say });
  if (result.success) return { value: result.data, fields: result.data, findings: [] };
  const mistakes = result.error.issues.flatMap((issue) => simplify(issue, []));
  const misspelt = new Set(mistakes.flatMap(({ meant }) => meant ?? []));
  const findings = mistakes
    .filter(({ path, message }) => !(message === 'is missing' && misspelt.has(where(path))))
    .map(({ path, message, onKey }) => {
      const at = onKey ? document.keyAt(path) : document.at(path);
      return findingAt(source.file, at, onKey ? message : `${where(path)} ${message}`.trim());
    });
  return { value: undefined, fields: rightFields(schema, document.value), findings };
}

interface Mistake {
  path: Path;
  message: string;
  /** The key itself is wrong, not its value. */
  onKey?: boolean;
  /** The path that a misspelt key was meant to have. */
  meant?: string;
}

function simplify(issue: Issue, base: Path): Mistake[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => {
      const [, meant] = /did you mean "(.*)"/.exec(messages[index] ?? '') ?? [];
      return {
        path: [...path, key],
        message: messages[index] ?? '',
        onKey: true,
        ...(meant === undefined ? {} : { meant: where([...path, meant]) }),
      };
    });
  }
  if (issue.code === 'invalid_key') {
    const [why] = issue.issues;
    return [{ path, message: `"${String(path.at(-1))}" ${why?.message}`, onKey: true }];
  }
  // Instead of 'fits none of these shapes', what is wrong with the shape that was meant.
  const branches =
    issue.code === 'invalid_union'
      ? issue.errors.filter((branch) => !branch.some(isOtherType))
      : [];
  const [first, ...others] = branches;
  if (!first) return [{ path, message: issue.message }];
  const meant = others.reduce((best, next) => (cost(next) < cost(best) ? next : best), first);
  return meant.flatMap((inner) => simplify(inner, path));
}

/** The value as a whole is of another type: this shape was not meant. */
function isOtherType(issue: Issue): boolean {
  return issue.path.length === 0 && ['invalid_type', 'invalid_value'].includes(issue.code);
}

function cost(issues: readonly Issue[]): number {
  const weigh = (issue: Issue) => (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1);
  return issues.reduce((sum, issue) => sum + weigh(issue), 0);
}

function rightFields<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  value: unknown,
): Partial<Output<Shape>> {
  const given = typeof value === 'object' && value !== null ? value : {};
  const right: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const result = z.safeParse(field, Reflect.get(given, name));
    if (result.success && result.data !== undefined) right[name] = result.data;
  }
  return right as Partial<Output<Shape>>;
}

/** `wrong.as-user.fails[0]` */
function where(path: Path): string {
  return path.reduce<string>(
    (before, step) =>
      typeof step === 'number' ? `${before}[${step}]` : `${before}${before && '.'}${String(step)}`,
    '',
  );
}
