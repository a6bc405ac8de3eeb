import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, UsageError } from '../errors.ts';
import { packageRoot } from '../host/paths.ts';
import { inOrder, renderFinding } from '../yaml/finding.ts';
import { type Loaded, load } from '../yaml/load.ts';
import { nearest } from '../yaml/nearest.ts';
import { findingAt, sourceOf } from '../yaml/source.ts';

/** The exam curriculum's domains, in the order in which they are published. */
export const DOMAINS = [
  'architecture',
  'workloads',
  'networking',
  'storage',
  'troubleshooting',
] as const;

export type Domain = (typeof DOMAINS)[number];

const word = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single dashes');
const percent = z.int().min(0).max(100);

/** The fields of a blueprint, one YAML file each. */
export const blueprintSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    name: word.max(40).describe('The name of the file, without .yaml.'),
    title: z.string().min(1).max(80).describe('What it is, as one line.'),
    minutes: z.int().min(1).max(480).describe('How long the exam lasts.'),
    passMark: z.int().min(1).max(100).default(66).describe('Percent that pass.'),
    tasks: z.int().min(1).max(40).describe('How many tasks are drawn.'),
    weights: z
      .partialRecord(z.enum(DOMAINS), percent)
      .refine(
        (weights) => Object.values(weights).reduce((sum, weight) => sum + weight, 0) === 100,
        'must add up to 100',
      )
      .describe(
        "Percent of the score and of the tasks that each of the curriculum's domains gets.",
      ),
    access: z
      .enum(['ssh', 'contexts'])
      .default('ssh')
      .describe(
        'ssh: each task begins with `ssh <host>`; contexts: with `kubectl config use-context`.',
      ),
    draw: z
      .strictObject({
        tags: z.array(word).default([]).describe('Only labs with one of these tags; none: all.'),
        without: z.array(word).default(['legacy']).describe('No lab with one of these tags.'),
        scopes: z
          .array(z.enum(['api', 'node', 'own']))
          .min(1)
          .default(['api', 'node', 'own'])
          .describe('Only labs of these scopes.'),
        minutes: z
          .int()
          .min(1)
          .optional()
          .describe('No lab for which a prepared person needs longer.'),
        memory: z
          .int()
          .min(1)
          .default(4096)
          .describe('MiB that all clusters of the exam may take together.'),
      })
      .prefault({})
      .describe('What may be drawn.'),
  })
  .meta({ title: 'A blueprint of cka-lab', description: 'src/exam/blueprints/<name>.yaml' });

/** What an exam is drawn by, defaults filled in. */
export type Blueprint = Readonly<z.output<typeof blueprintSchema>>;

/** Where our own blueprints are. */
export const blueprintFolder = path.join(packageRoot, 'src', 'exam', 'blueprints');

/**
 * A blueprint by a name of ours, or by the path of a file. Throws UsageError with every mistake in
 * it.
 */
export async function loadBlueprint(nameOrFile: string, cwd: string): Promise<Blueprint> {
  const file = isPath(nameOrFile) ? path.resolve(cwd, nameOrFile) : await ourFile(nameOrFile);
  const { value, findings } = await readBlueprint(file);
  if (value && findings.length === 0) return value;
  const list = inOrder(findings)
    .map((finding) => `  ${renderFinding(finding, cwd)}`)
    .join('\n');
  throw new UsageError(`The blueprint "${path.parse(file).name}" has mistakes:\n${list}`, {
    next: `Correct them; \`cka-lab lint ${nameOrFile}\` tells when all is well.`,
  });
}

/** Our blueprints by name. Throws UsageError with every mistake in one of them. */
export async function blueprints(): Promise<Map<string, Blueprint>> {
  const all = await Promise.all(
    (await blueprintNames()).map((name) => loadBlueprint(name, packageRoot)),
  );
  return new Map(all.map((blueprint) => [blueprint.name, blueprint]));
}

/** The file of a blueprint of ours. */
export function blueprintFile(name: string): string {
  return path.join(blueprintFolder, `${name}.yaml`);
}

/** Whether a word on the command line means a file, and not a name of ours. */
export function isPath(word: string): boolean {
  return /[/\\]|\.ya?ml$/.test(word);
}

/** Reads a blueprint; every mistake in it is a finding. Throws UsageError when it can't be read. */
export async function readBlueprint(file: string): Promise<Loaded<Blueprint>> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new UsageError(`The blueprint ${file} can't be read: ${messageOf(cause)}.`, {
      next: 'Name one of ours, or the path of a file.',
      cause,
    });
  });
  const loaded = load(blueprintSchema, sourceOf(file, text));
  const { source, document, fields, value } = loaded;
  const report = (keys: readonly string[], message: string) =>
    loaded.findings.push(findingAt(file, document?.at(keys) ?? source.at(0), message));
  const expected = path.parse(file).name;
  if (fields.name !== undefined && fields.name !== expected) {
    report(['name'], `name must be "${expected}", as the file's`);
  }
  if (value) {
    const wanted = tasksByDomain(value);
    for (const domain of DOMAINS.filter((one) => value.weights[one] && wanted[one] === 0)) {
      const weight = value.weights[domain];
      const message = `weights.${domain}: ${weight} percent of ${value.tasks} tasks is none`;
      report(['weights', domain], `${message}; raise tasks, or leave ${domain} out`);
    }
  }
  return loaded;
}

/**
 * How many tasks each domain gets by its weight: whole tasks first, what is left to the largest
 * remainders, and of equal ones to the domain that is published first.
 */
export function tasksByDomain({
  weights,
  tasks,
}: Pick<Blueprint, 'weights' | 'tasks'>): Record<Domain, number> {
  const shares = DOMAINS.map((domain) => (weights[domain] ?? 0) * tasks);
  const whole = shares.map((share) => Math.floor(share / 100));
  const left = tasks - whole.reduce((sum, count) => sum + count, 0);
  const more = shares
    .map((share, index) => ({ index, rest: share % 100 }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index)
    .slice(0, left)
    .map(({ index }) => index);
  const count = (index: number) => (whole[index] ?? 0) + (more.includes(index) ? 1 : 0);
  const entries = DOMAINS.map((domain, index) => [domain, count(index)] as const);
  return Object.fromEntries(entries) as Record<Domain, number>;
}

/** Names of our blueprints. */
export async function blueprintNames(): Promise<string[]> {
  const files = await readdir(blueprintFolder);
  return files
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -5))
    .sort();
}

async function ourFile(name: string): Promise<string> {
  const names = await blueprintNames();
  if (names.includes(name)) return blueprintFile(name);
  const near = nearest(name, names);
  throw new UsageError(`There is no blueprint "${name}".`, {
    next:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : `Take ${names.join(', ')}, or the path of a file of yours, such as ./${name}.yaml.`,
  });
}
