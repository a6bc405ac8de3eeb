import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError, Interrupted, messageOf } from '../errors.ts';
import { alone } from '../host/lock.ts';
import { imageChoice } from '../image/pull.ts';
import { goInstall } from './go-install.ts';
import { findProgram } from './machine.ts';
import { ensureRuntime } from './runtime.ts';
import { takeOut } from './take-out.ts';
import { keepTool, toolFile } from './tools.ts';

export const HELM_VERSION = 'v4.3.1';
/** The oldest helm of the user's that is taken. */
const OLDEST_MAJOR = 3;

/** A helm on PATH, or one that is kept from before. */
export async function findHelm(context: Context): Promise<string | undefined> {
  for (const file of [findProgram(context, 'helm'), toolFile(context, 'helm', HELM_VERSION)]) {
    if (file === undefined) continue;
    const args = ['version', '--template', '{{.Version}}'];
    const { stdout } = await context.run(file, args, { allowFailure: true });
    if (Number(/^v(\d+)\./.exec(stdout)?.[1]) >= OLDEST_MAJOR) return file;
  }
  return undefined;
}

/** The path of a helm: found, built with Go, or taken out of a published image. */
export async function ensureHelm(context: Context): Promise<string> {
  const found = await findHelm(context);
  if (found !== undefined) return found;
  return alone(
    context,
    `helm-${HELM_VERSION}`,
    async () => (await findHelm(context)) ?? getHelm(context),
  );
}

function getHelm(context: Context): Promise<string> {
  return context.progress.step(`Getting helm ${HELM_VERSION}`, () =>
    keepTool(toolFile(context, 'helm', HELM_VERSION), async (folder) => {
      const failures: string[] = [];
      const choice = imageChoice(context);
      const ways = choice === 'pull' ? [copy] : choice === 'build' ? [build] : [build, copy];
      for (const way of ways) {
        try {
          return await way(context, folder);
        } catch (error) {
          if (error instanceof Interrupted || context.signal.aborted) throw new Interrupted();
          failures.push(messageOf(error));
        }
      }
      throw new InfrastructureError(
        `helm ${HELM_VERSION} could not be had.\n${failures.join('\n')}`,
        {
          next: 'Put helm on your PATH (https://helm.sh/docs/intro/install/), then run the command again.',
        },
      );
    }),
  );
}

function build(context: Context, folder: string): Promise<string> {
  const version = `-X helm.sh/helm/v4/internal/version.version=${HELM_VERSION}`;
  return goInstall(context, folder, {
    program: 'helm.sh/helm/v4/cmd/helm',
    version: HELM_VERSION,
    flags: [`-ldflags=-s -w ${version}`],
  });
}

async function copy(context: Context, folder: string): Promise<string> {
  const file = path.join(folder, 'helm');
  const image = `alpine/helm:${HELM_VERSION.slice(1)}`;
  await takeOut(context, await ensureRuntime(context), { image, program: '/usr/bin/helm', file });
  return file;
}
