import { z } from 'zod';
import { BUILT_IN } from './cluster-values.ts';
import { parameterSchema } from './parameters.ts';
import { REF } from './ref.ts';

const word = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single dashes');
const line = z
  .string()
  .min(1)
  .regex(/^[^\n{}]*$/, 'must be one line without { and }');
const file = z
  .string()
  .regex(
    /^(?!.*\.\.)[\w{][\w./{}-]*$/,
    "must be a path in the lab's folder, such as right/kubectl.sh",
  );
const ref = z
  .string()
  .regex(REF, 'must read "Kind/name in namespace", or "Kind/name" for one that is in no namespace');
const namespace = z.string().regex(/^[\w{} -]+$/, 'must be the name of a namespace');

// Below these, and not these themselves: what a node lives from is elsewhere.
const nodePath = z
  .string()
  .regex(
    /^(?!.*\.\.)\/(srv|opt|mnt|data|tmp)\/[\w{][\w./{}-]*$/,
    'must be a folder under /srv, /opt, /mnt, /data or /tmp',
  );

const apply = z.strictObject({
  apply: file.describe(
    'A manifest of one or more YAML documents, sent by server-side apply after {{name}} was replaced.',
  ),
});
const run = z.strictObject({
  run: file.describe('A bash script that runs on a node as root; parameters are in LAB_<NAME>.'),
  on: z
    .string()
    .min(1)
    .describe('The node, as the topology names it: control-plane, worker, worker2 …'),
  record: word
    .optional()
    .describe('Keep what the script prints, on the host and under this name, for graders.'),
});
const files = z.strictObject({
  files: file.describe(
    "A folder whose files are copied into the lab's folder on the learner's machine, {{files}}, after {{name}} was replaced.",
  ),
});
const breaking = z.strictObject({
  break: file.describe(
    'A bash script that breaks a node as root, once all else was seeded and recorded; the files of nodes are put back at the end.',
  ),
  on: z.string().min(1).describe('The node, as the topology names it.'),
});
const wait = z.strictObject({
  wait: ref.describe('The object, such as "Deployment/api in {{namespace}}".'),
  for: z
    .string()
    .regex(/^[A-Z][A-Za-z]*$/, 'must be a condition or a phase, such as Available, Ready or Bound')
    .describe('A condition that must be True, or the value of status.phase.'),
  seconds: z.int().min(1).max(600).default(60).describe('How long to wait at most.'),
});

const after = z
  .string()
  .regex(
    /^(untouched|solution|(right|wrong)\/[a-z][a-z0-9-]*)$/,
    'must be another run of verify: untouched, solution, right/<name> or wrong/<name>',
  )
  .optional()
  .describe(
    "Run of `verify` on whose outcome this one goes on, instead of beginning at the lab's start: untouched, solution, right/<name> or wrong/<name>.",
  );

const when = z
  .record(word, z.union([z.string(), z.number(), z.boolean()]).transform(String))
  .optional()
  .describe('Only for variants in which these parameters have these values.');

interface RightRun {
  run: string;
  after?: string | undefined;
  when?: Record<string, string> | undefined;
}

/** The fields of labs/<id>/lab.yaml. The JSON Schema for editors is made from this. */
export const labSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    id: word.max(40).describe("The folder's name, and what people type."),
    title: line.max(80).describe('What is asked for, as one line.'),
    domain: z
      .enum(['architecture', 'workloads', 'networking', 'storage', 'troubleshooting'])
      .describe("The exam curriculum's domain."),
    points: z.int().min(1).max(100).describe("The sum of the grader's checks."),
    passMark: z.int().min(1).max(100).default(66).describe('Percent of the points that pass.'),
    minutes: z.int().min(1).max(120).describe('How long a prepared person needs.'),
    tags: z.array(word).default([]).describe('For `cka-lab list --tag`.'),
    parts: z
      .array(z.strictObject({ id: word, title: line }))
      .default([])
      .describe('Tasks that are scored apart; each check names its part in the grader.'),
    cluster: word.describe('The topology: a file of clusters/, without .yaml.'),
    kubernetes: z
      .string({ error: 'must be quoted, such as "1.36": as a number, 1.30 is 1.3' })
      .regex(/^1\.\d+$/, 'must be a minor version, such as "1.36"')
      .optional()
      .describe('The minor version that the lab insists on.'),
    scope: z
      .enum(['api', 'node', 'own'])
      .describe(
        'api: namespaces on a cluster that labs share; node: a cluster to itself, used again after undo; own: a fresh cluster.',
      ),
    external: z
      .boolean()
      .default(false)
      .describe("Whether it may run on a cluster of the user's, by --context."),
    owns: z
      .strictObject({
        namespaces: z
          .array(namespace)
          .default([])
          .describe(
            'Made before the first step, deleted with all that is in them. One that the learner makes is a Namespace/… under objects.',
          ),
        objects: z
          .array(ref)
          .default([])
          .describe(
            'What else the lab or the learner makes, such as "PersistentVolume/{{volume}}"; deleted at the end.',
          ),
        paths: z
          .array(nodePath)
          .default([])
          .describe(
            'Folders that the lab or the learner makes on nodes; removed from each at the end.',
          ),
      })
      .prefault({})
      .describe('What belongs to the lab alone. Nothing else is deleted.'),
    changes: z
      .array(
        z.enum([
          'admission',
          'control-plane',
          'coredns',
          'default-priority-class',
          'default-storage-class',
          'kube-proxy',
          'kubelet',
          'network-plugin',
          'node-files',
          'node-labels',
          'node-ports',
          'node-scheduling',
          'node-taints',
        ]),
      )
      .default([])
      .describe('Facts of a shared cluster that it changes: two labs that change one never meet.'),
    grades: z
      .array(
        z.enum([
          'apiserver',
          'controller-manager',
          'dns',
          'etcd',
          'kubelet',
          'proxy',
          'runtime',
          'scheduler',
        ]),
      )
      .default([])
      .describe("Components that may be down and are graded then: it is the learner's failure."),
    parameters: z
      .record(
        word.max(40).refine((name) => !BUILT_IN.includes(name), 'is built in: take another name'),
        parameterSchema,
      )
      .default({})
      .describe(
        'Values drawn from the seed: {{name}} in texts and manifests, LAB_<NAME> in scripts.',
      ),
    tools: z
      .array(z.enum(['helm']))
      .default([])
      .describe("Programs that the learner's shell has beside kubectl."),
    secrets: z
      .array(word.max(40))
      .default([])
      .describe(
        'Random values, drawn anew at each start and reset and kept on the host for graders: {{name}} in seeded manifests, and nowhere else.',
      ),
    seed: z
      .array(z.union([apply, run, files, wait, breaking]))
      .default([])
      .describe('What is done before the learner starts, in order.'),
    keep: z
      .array(ref)
      .default([])
      .describe('Objects that the learner must leave alone; recorded at start.'),
    probes: z
      .array(ref)
      .default([])
      .describe(
        'Seeded pods, and workloads whose pods, graders run commands in; recorded at start.',
      ),
    hints: z
      .array(z.string().min(1))
      .default([])
      .describe('Shown one at a time, the vaguest first.'),
    solution: file.default('solution.sh').describe('The reference solution, a bash script.'),
    right: z
      .record(
        word,
        z.union([
          file
            .transform((run): RightRun => ({ run }))
            .describe('A bash script that must score full points.'),
          z.strictObject({
            run: file.describe('A bash script that must score full points.'),
            after,
            when,
          }),
        ]),
      )
      .default({})
      .describe('Other right ways, each a bash script that must score full points.'),
    wrong: z
      .record(
        word,
        z.strictObject({
          run: file.describe('A bash script that makes the mistake.'),
          fails: z
            .array(word)
            .min(1)
            .describe('Ids of the checks and gates that must fail, and no other.'),
          why: z.string().min(1).optional().describe('What the mistake is, for those who read it.'),
          after,
          when,
        }),
      )
      .default({})
      .describe('Mistakes that learners make.'),
    links: z
      .array(
        z.strictObject({
          title: line,
          url: z.string().regex(/^https:\/\/[^\s{}]+$/, 'must begin with https://'),
        }),
      )
      .default([])
      .describe('Where to read.'),
  })
  .meta({ title: 'A lab of cka-lab', description: 'labs/<id>/lab.yaml' });

/** A scenario file as its schema gives it, defaults filled in. */
export type LabFile = z.output<typeof labSchema>;
