import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { removeCompanions } from '../cluster/companions.ts';
import type { Context } from '../context.ts';
import type { Runtime } from '../host/runtime.ts';
import { createStore, type Store } from '../host/store.ts';
import { findRuntime } from '../setup/runtime.ts';

/** The exam host of a single lab, while there is one. */
export interface LabHost {
  runtime: Runtime;
  container: string;
  /** Names of the learner's files that were on it when they were last fetched. */
  files: string[];
}

const schema = z.object({
  runtime: z.object({ name: z.enum(['docker', 'podman']), version: z.string() }),
  container: z.string().min(1),
  files: z.array(z.string()),
}) satisfies z.ZodType<LabHost>;

/** By id of the lab. */
export function labHostStore(context: Context): Store<LabHost> {
  return createStore<LabHost>(context, path.join(context.paths.state, 'hosts'), { schema });
}

/** Removes the exam host of a lab, if it has one, with all that was not fetched from it. */
export async function endLabHost(context: Context, lab: string): Promise<void> {
  const store = labHostStore(context);
  if (!existsSync(store.file(lab))) return;
  const runtime = await findRuntime(context);
  if (runtime) await removeCompanions(context, runtime, { lab });
  await store.remove(lab);
}
