import { z } from 'zod';

/** Version of the JSON form; a change that breaks a reader raises it. */
export const REPORT_SCHEMA = 1;

export const toolSchema = z.object({ name: z.literal('cka-lab'), version: z.string() });
export const time = z.iso.datetime().describe('ISO 8601, UTC.');
const text = z.string().nullable();
const points = z.number().min(0);

const checkSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['check', 'gate']).describe('A gate is worth nothing, and voids when it fails.'),
    part: text.describe('The part that it belongs to; null: the whole lab.'),
    points: points.describe('What it is worth; 0 for a gate.'),
    verdict: z
      .enum(['passed', 'failed', 'error', 'skipped'])
      .describe("failed: the learner's; error: ours; skipped: one that it depends on failed."),
    title: z.string(),
    expected: text,
    actual: text,
    differences: z
      .array(
        z.object({
          of: z.string().optional().describe("Of what: 'Deployment/web in shop', a file."),
          path: z
            .string()
            .describe("The field, such as 'spec.containers[web].image'; empty: the whole thing."),
          before: z.unknown().optional().describe('Left out: it was not there.'),
          after: z.unknown().optional().describe('Left out: it is not there.'),
        }),
      )
      .nullish()
      .describe('What `actual` says in words, where something is not as it was.'),
    why: text.describe('What may have caused it, or why it matters.'),
  })
  .describe('Null in a text: there is nothing to say.');

/** The JSON form of a lab's report. Readers must not mind a field that they do not know. */
export const labReportSchema = z
  .object({
    schema: z.literal(REPORT_SCHEMA).describe('Version of this format.'),
    tool: toolSchema,
    lab: z.string().describe('Id of the lab.'),
    title: z.string(),
    domain: z.string().describe("The curriculum's domain."),
    digest: z.string().describe("SHA-256 over the lab's files and its grader."),
    seed: z.string().describe('Draws the same variant again.'),
    part: text.describe('The part that was graded; null: all of them.'),
    mode: z.enum(['training', 'exam']).describe('exam: no hints, solution or grading meanwhile.'),
    cluster: z.object({ name: z.string(), kubernetes: z.string(), cni: z.string() }),
    started: time.describe('When the lab was started; ISO 8601, UTC.'),
    ended: time.describe('When grading ended; ISO 8601, UTC.'),
    hints: z.int().min(0).describe('How many were shown.'),
    solutionSeen: z.boolean(),
    graded: z.boolean().describe('False when a check ended in an error: then there is no score.'),
    score: points.nullable(),
    max: points,
    passMark: z.number().describe('Percent of max that is needed.'),
    passed: z.boolean(),
    parts: z.array(
      z.object({ id: z.string(), title: z.string(), score: points.nullable(), max: points }),
    ),
    checks: z.array(checkSchema),
    links: z.array(z.object({ title: z.string(), url: z.string() })).describe('Where to read.'),
  })
  .describe('The result of grading one lab.');

/** The result of grading one lab. Every form of a report is a pure function of it. */
export type LabReport = z.infer<typeof labReportSchema>;

export type ReportedCheck = z.infer<typeof checkSchema>;
