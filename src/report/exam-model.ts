import { z } from 'zod';
import { labReportSchema, time, toolSchema } from './model.ts';

/** Version of the JSON form of an exam's report; a change that breaks a reader raises it. */
export const EXAM_REPORT_SCHEMA = 1;

// No upper bound: a sum of fractions may be a hair over 100.
const percent = z.number().min(0);

const domainSchema = z.object({
  domain: z.string(),
  weight: percent.describe('Percent of the whole.'),
  tasks: z.int().min(0),
  score: z.number().nullable().describe('Points; null when one of its tasks could not be graded.'),
  max: z.number(),
});

const taskSchema = z.object({
  number: z.int().min(1),
  lab: z.string(),
  title: z.string(),
  domain: z.string(),
  seed: z.string(),
  weight: percent.describe('Percent of the whole exam that the task is worth.'),
  max: z.number().describe('Points that the lab gives.'),
  seconds: z.number().min(0).describe('Seconds that were spent on it.'),
  flagged: z.boolean(),
  report: labReportSchema.nullable().describe("The lab's result; null when there is none."),
  error: z
    .string()
    .nullable()
    .describe("Why there is no result, or no score: ours, not the learner's."),
  answer: z
    .string()
    .nullable()
    .describe(
      'What became of the answer, in the form with answers: it failed, took too long, was missing.',
    ),
});

/** The JSON form of an exam's report. Readers must not mind a field that they do not know. */
export const examReportSchema = z
  .object({
    schema: z.literal(EXAM_REPORT_SCHEMA).describe('Version of this format.'),
    tool: toolSchema,
    exam: z.string().describe('Random, in hexadecimal.'),
    blueprint: z.string(),
    title: z.string(),
    mode: z.enum(['exam', 'training']),
    form: z
      .enum(['terminal', 'answers'])
      .describe('Taken at a terminal, or from a folder of answers.'),
    seed: z.string(),
    algorithm: z.int().describe('Version of the algorithm that drew the tasks.'),
    bank: z.string().describe('Digest of the bank that the tasks came from.'),
    minutes: z.number().describe('Minutes that the exam lasts.'),
    passMark: percent.describe('Percent that pass.'),
    started: time.describe('When the clock began; ISO 8601, UTC.'),
    ended: time.describe('When work ended; ISO 8601, UTC.'),
    graded: time.describe('When grading ended; ISO 8601, UTC.'),
    endedBy: z.enum(['submitted', 'deadline', 'answers']),
    lateSeconds: z
      .number()
      .min(0)
      .describe(
        'Seconds between the end of work and the start of grading, where that was late; else 0.',
      ),
    percent: percent
      .nullable()
      .describe("Percent, by the domains' weights; null when a task could not be graded."),
    passed: z.boolean(),
    domains: z.array(domainSchema),
    tasks: z.array(taskSchema),
    remarks: z
      .array(z.string())
      .describe(
        'What a reader should know: a clock set back, a damaged lab that was rebuilt, and the like.',
      ),
  })
  .describe('The result of a whole exam.');

/** The result of a whole exam. Every form of a report is a pure function of it. */
export type ExamReport = z.infer<typeof examReportSchema>;

export type ExamDomain = z.infer<typeof domainSchema>;

export type ExamTaskReport = z.infer<typeof taskSchema>;
