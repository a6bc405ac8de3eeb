import { readFile } from 'node:fs/promises';
import { dump } from 'js-yaml';
import { LAB_LABEL } from '../cluster/lab-mark.ts';
import { onNode } from '../cluster/on-node.ts';
import type { NodeAccess } from '../cluster/provider.ts';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import type { Recorded } from '../grading/record.ts';
import { patiently } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import { applyDocument, documents, label } from '../kube/apply.ts';
import type { Connection } from '../kube/connection.ts';
import { getObject } from '../kube/objects.ts';
import { discover, type Resources } from '../kube/resources.ts';
import { waitFor } from '../kube/wait.ts';
import { withVariables } from '../lab/script.ts';
import type { Plan } from '../plan/plan.ts';
import { emptyFolder, writeFiles } from './files.ts';

/** Where a lab is seeded. */
export interface Ground {
  connection: Connection;
  resources: Resources;
  nodes: NodeAccess;
}

/** Makes a lab's namespaces and does its seed steps, in order. Returns what scripts printed to be kept. */
export async function seedLab(
  context: Context,
  ground: Ground,
  lab: { word: string; environment: Record<string, string>; folder: string },
  { namespaces, steps }: Pick<Plan, 'namespaces' | 'steps'>,
): Promise<Recorded['printed']> {
  await emptyFolder(lab.folder);
  await Promise.all(namespaces.map((name) => makeNamespace(context, ground, lab.word, name)));
  let { resources } = ground;
  const printed: Recorded['printed'] = {};
  for (const step of steps) {
    if ('apply' in step) {
      for (const document of documents(step.text, step.apply)) {
        // A manifest may bring a kind of its own (CustomResourceDefinition) for the next one.
        if (!resources.find(document.kind, document.apiVersion))
          resources = await discover(ground.connection);
        await applyDocument(ground.connection, resources, document);
        await mark(ground.connection, resources, lab.word, document);
      }
    } else if ('run' in step) {
      const stdout = await runScript(context, ground, lab.environment, step);
      if (step.record !== undefined) printed[step.record] = stdout;
    } else if ('files' in step) {
      await writeFiles(lab.folder, step.entries);
    } else {
      const { kind, name, namespace } = step.wait;
      await context.progress.step(`Waiting for ${kind}/${name}`, () =>
        waitFor(context, ground.connection, {
          type: resources.byKind(kind),
          name,
          namespace,
          for: step.for,
          seconds: step.seconds,
        }),
      );
    }
  }
  return printed;
}

/** Runs a script of the lab's on a node, as root. Returns what it printed. */
export async function runScript(
  context: Context,
  { nodes }: Pick<Ground, 'nodes'>,
  env: Record<string, string>,
  { script, on }: { script: string; on: string },
): Promise<string> {
  // Neither the list of processes nor what a script leaves running may tell what was drawn.
  const input = withVariables(await readFile(script, 'utf8'), env);
  const at = { node: on, work: 'seed' } as const;
  // The script's name could tell the learner what is wrong.
  const { stdout } = await context.progress.step(`Preparing ${on}`, () =>
    onNode(context, nodes, at, ['bash', '-s'], { input }),
  );
  return stdout;
}

const ACCOUNT_WITHIN_MS = 60_000;

/** A namespace can take pods once its default service account is there. */
async function makeNamespace(
  context: Context,
  { connection, resources }: Ground,
  word: string,
  name: string,
): Promise<void> {
  const text = dump({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { [LAB_LABEL]: word } },
  });
  for (const document of documents(text, name))
    await applyDocument(connection, resources, document);
  const accounts = resources.byKind('ServiceAccount');
  const deadline = context.now() + patiently(context, ACCOUNT_WITHIN_MS);
  while (!(await getObject(connection, accounts, { name: 'default', namespace: name }))) {
    if (context.now() > deadline) {
      throw new InfrastructureError(`The namespace ${name} got no default service account.`, {
        next: 'The cluster is broken: run `cka-lab stop --all`, then start again.',
      });
    }
    await pause(50, context.signal);
  }
}

/** What stands outside namespaces is marked as ours; what is inside goes with its namespace. */
async function mark(
  connection: Connection,
  resources: Resources,
  word: string,
  document: { kind: string; apiVersion: string; name: string },
): Promise<void> {
  const type = resources.byKind(document.kind, document.apiVersion);
  if (type.namespaced) return;
  await label(connection, type, { name: document.name }, { [LAB_LABEL]: word });
}
