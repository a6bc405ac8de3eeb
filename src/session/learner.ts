import path from 'node:path';
import { type ClusterRecord, clusterFiles } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { packageRoot } from '../host/paths.ts';
import type { LabInstance } from '../lab/instance.ts';
import { ensureHelm, findHelm } from '../setup/helm.ts';
import { findKubectl } from '../setup/kubectl.ts';
import { NotSetUp } from './set-up-first.ts';

/** What the learner's shell has beside the user's own environment. */
export async function learnerEnvironment(
  context: Context,
  cluster: ClusterRecord,
  instance: LabInstance,
): Promise<Record<string, string>> {
  return {
    ...instance.shown,
    KUBECONFIG: clusterFiles(context, cluster.name).kubeconfig,
    PATH: await learnerPath(context, cluster.kubernetes, instance.lab.tools),
    ...(cluster.provider === 'kind' ? { [CLUSTER_VARIABLE]: cluster.name } : {}),
  };
}

/** With a kubectl for that version of Kubernetes, and the tools that labs ask for. */
export async function learnerPath(
  context: Context,
  kubernetes: string,
  tools: LabInstance['lab']['tools'],
): Promise<string> {
  return withLauncher(await pathWithTools(context, kubernetes, tools));
}

/** Names the cluster on whose nodes `cka-lab shell NODE` works, when it is called in this shell. */
export const CLUSTER_VARIABLE = 'CKA_LAB_CLUSTER';

/** `cka-lab shell NODE` is how scripts and people get from here to a node. */
function withLauncher(own: string): string {
  return own.split(path.delimiter).includes(packageRoot)
    ? own
    : [own, packageRoot].join(path.delimiter);
}

/** The programs stay off the user's own PATH; in this shell they are found. */
async function pathWithTools(
  context: Context,
  kubernetes: string,
  tools: LabInstance['lab']['tools'],
): Promise<string> {
  const own = (context.env.PATH ?? '').split(path.delimiter);
  const files = await Promise.all([
    findKubectl(context, kubernetes),
    ...tools.map((tool) => FIND[tool](context)),
  ]);
  const folders = files.flatMap((file) => (file === undefined ? [] : path.dirname(file)));
  return [...folders.filter((folder) => !own.includes(folder)), ...own].join(path.delimiter);
}

const FIND = { helm: findHelm };
const ENSURE = { helm: ensureHelm };

/** Throws NotSetUp where a program is missing that the labs ask for beside kubectl. */
export async function requireTools(
  context: Context,
  labs: readonly Pick<LabInstance['lab'], 'tools'>[],
): Promise<void> {
  for (const tool of new Set(labs.flatMap(({ tools }) => tools))) {
    if ((await FIND[tool](context)) === undefined) {
      throw new NotSetUp(() => ensureTools(context, labs));
    }
  }
}

/** Provides the programs that labs ask for beside kubectl. */
export async function ensureTools(
  context: Context,
  labs: readonly Pick<LabInstance['lab'], 'tools'>[],
): Promise<void> {
  for (const tool of new Set(labs.flatMap(({ tools }) => tools))) await ENSURE[tool](context);
}
