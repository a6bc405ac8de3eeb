import path from 'node:path';
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

/** By id of the lab. */
export function labHostStore(context: Context): Store<LabHost> {
  return createStore(path.join(context.paths.state, 'hosts'));
}

/** Removes the exam host of a lab, if it has one, with all that was not fetched from it. */
export async function endLabHost(context: Context, lab: string): Promise<void> {
  const store = labHostStore(context);
  if (!(await store.get(lab))) return;
  const runtime = await findRuntime(context);
  if (runtime) await removeCompanions(context, runtime, { lab });
  await store.remove(lab);
}
