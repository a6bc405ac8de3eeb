import { z } from 'zod';

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
