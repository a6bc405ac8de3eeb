import path from 'node:path';
import type { Context } from '../context.ts';
import type { Runtime } from '../host/runtime.ts';
import { seconds } from '../ui/progress.ts';
import { assemble } from './assemble.ts';
import { debianPart, findDebianTools } from './debian.ts';
import { filesIn } from './files.ts';
import { findGo, goPart } from './go-build.ts';
import { kubernetesImages, nodeImages } from './images.ts';
import { ensurePart, isMade, keyOf, type Part, partFolder, removeStale } from './parts.ts';
import { programs } from './programs.ts';
import type { KubernetesVersion } from './versions.ts';

/** Names a built image by all that we decide about it; not by the Go or the mirror of a machine. */
export function recipeOf(version: KubernetesVersion): string {
  return keyOf({
    kubernetes: version.kubernetes,
    programs: programs(version),
    images: [kubernetesImages, nodeImages([])],
    // What composing needs is in no node image of a single version, and an exam host is none.
    files: filesIn('.')
      .filter(({ name }) => !/^(compose|exam-host)\//.test(name))
      .map(({ name, text }) => [name, text]),
  });
}

/** Builds a node image from parts; those that an earlier run made are taken as they are. */
export async function buildNodeImage(
  context: Context,
  runtime: Runtime,
  version: KubernetesVersion,
  reference: string,
): Promise<void> {
  const go = await findGo(context);
  const wanted = programs(version);
  const goParts = wanted.map((one) => goPart(one, go));
  const debian = debianPart(go.arch);
  // What can be asked or refused is asked first, not after ten minutes of work.
  if (!isMade(context, debian)) await findDebianTools(context);
  await removeStale(context);
  await makeParts(context, [goParts, [debian]]);

  const homes = new Map(
    wanted.flatMap((one, i) => {
      const folder = partFolder(context, goParts[i] as Part);
      return Object.keys(one.programs).map((name) => [name, path.join(folder, name)] as const);
    }),
  );
  await context.progress.step(`Assembling ${reference}`, (update) =>
    assemble(
      context,
      runtime,
      {
        ...{ version, reference, arch: go.arch, recipe: recipeOf(version) },
        program(name) {
          const home = homes.get(name);
          if (!home) throw new Error(`no part builds ${name}`);
          return home;
        },
        tar: (name) => path.join(partFolder(context, debian), `${name}.tar`),
      },
      update,
    ),
  );
}

/** Makes what is missing: the lanes side by side, the parts of a lane one after another. */
export async function makeParts(
  context: Context,
  lanes: readonly (readonly Part[])[],
): Promise<void> {
  const missing = lanes.map((lane) => lane.filter((part) => !isMade(context, part)));
  const all = missing.flat();
  if (all.length === 0) return;
  await context.progress.step(`Building ${all.length} parts`, async (update) => {
    const left = new Set(all);
    const working = new Map<Part, { since: number; detail: string }>();
    const show = () => {
      const now = [...working].map(([part, { since, detail }]) =>
        [`${part.name} for ${seconds(context.now() - since)}`, detail].filter(Boolean).join(', '),
      );
      update(`${left.size} of ${all.length} left; building ${now.join(' and ')}`);
    };
    const clock = setInterval(show, 1000);
    try {
      await sideBySide(context, missing, async (lane, within) => {
        for (const part of lane) {
          const state = { since: context.now(), detail: '' };
          working.set(part, state);
          show();
          await ensurePart(within, part, (detail) => {
            state.detail = detail;
          });
          working.delete(part);
          left.delete(part);
        }
      });
    } finally {
      clearInterval(clock);
    }
  });
}

/** Works on all at once. The first that fails stops the others, and its error is thrown. */
async function sideBySide<T>(
  context: Context,
  items: readonly T[],
  work: (item: T, within: Context) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const errors: unknown[] = [];
  const within: Context = {
    ...context,
    run: (file, args, options) => context.run(file, args, { ...options, signal: stop.signal }),
  };
  await Promise.all(
    items.map((item) =>
      work(item, within).catch((error: unknown) => {
        errors.push(error);
        stop.abort();
      }),
    ),
  );
  if (errors.length > 0) throw errors[0];
}
