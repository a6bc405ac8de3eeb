import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Context } from '../context.ts';
import type { RunResult } from '../host/run.ts';
import type { ObjectRef } from '../lab/ref.ts';
import type { ActiveLab } from '../session/active.ts';
import { learnerEnvironment } from '../session/learner.ts';

const MINUTE_MS = 60_000;
/** A script gets the time that a person needs, and this in addition. */
const SPARE_MS = 10 * MINUTE_MS;
const DELETE_MS = 3 * MINUTE_MS;
const LAST_LINES = 5;

/**
 * Plays the learner: the script runs as `cka-lab shell -- bash SCRIPT` would run it. The solution
 * has what a learner has; other scripts, which prove the grader, know the variant too. Returns in
 * words how it failed, if it did.
 */
export async function playScript(
  context: Context,
  { cluster, instance }: ActiveLab,
  script: string,
): Promise<string | undefined> {
  const { lab } = instance;
  const timeout = lab.minutes * MINUTE_MS + SPARE_MS;
  const result = await context.run('bash', [path.join(lab.dir, script)], {
    cwd: lab.dir,
    env: {
      ...(script === lab.solution ? {} : instance.environment),
      ...(await learnerEnvironment(context, cluster, instance)),
    },
    timeout,
    group: true,
    allowFailure: true,
  });
  return failureOf(result, script, timeout);
}

/** A learner who deletes everything that the lab owns, and its probes. */
export async function destroy(
  context: Context,
  { cluster, instance }: ActiveLab,
): Promise<string | undefined> {
  const { namespaces, objects } = instance.owns;
  const env = await learnerEnvironment(context, cluster, instance);
  const targets: ObjectRef[] = [
    ...namespaces.map((name) => ({ kind: 'Namespace', name })),
    ...objects,
    ...instance.probes.filter(({ namespace }) => !namespaces.includes(namespace ?? '')),
  ];
  const places = [...new Set(targets.map(({ namespace }) => namespace))];
  const failures = await Promise.all(
    places.map(async (namespace) => {
      const names = targets
        .filter((target) => target.namespace === namespace)
        .map(({ kind, name }) => `${kind}/${name}`);
      const where = namespace === undefined ? [] : ['--namespace', namespace];
      const args = ['delete', '--ignore-not-found', '--now', ...where, ...names];
      const options = { env, timeout: DELETE_MS, allowFailure: true };
      return failureOf(await context.run('kubectl', args, options), 'kubectl delete', DELETE_MS);
    }),
  );
  return failures.find((failure) => failure !== undefined);
}

function failureOf(
  { exitCode, stdout, stderr }: RunResult,
  what: string,
  timeout: number,
): string | undefined {
  if (exitCode === 0) return undefined;
  const said = stripVTControlCharacters(stderr.trim() || stdout.trim());
  const lines = said.split('\n').slice(-LAST_LINES);
  const how =
    exitCode === undefined
      ? `was stopped by a signal, at the latest after ${Math.round(timeout / MINUTE_MS)} min`
      : `ended with ${exitCode}`;
  return `${what} ${how}: ${lines.join(' | ')}`;
}
