import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { alone } from '../host/lock.ts';
import type { Runtime } from '../host/runtime.ts';
import { takeOut } from '../setup/take-out.ts';
import { makeParts } from './build.ts';
import { packFiles } from './container-images.ts';
import { fileSystemPart, findDebianTools, SUITE } from './debian.ts';
import { hostPrograms } from './exam-host-programs.ts';
import { filesIn } from './files.ts';
import { findGo, goPart } from './go-build.ts';
import { RECIPE_LABEL, removeLeftovers, temporaryName } from './leftovers.ts';
import { isMade, keyOf, partFolder, removeFolder, removeStale, temporaryFolder } from './parts.ts';
import { ensureImage, pulledElseBuild, type Refusal } from './pull.ts';

const REFERENCE = 'cka-lab/exam-host:latest';
const PUBLISHED_DEBIAN = `debian:${SUITE}`;

/** Names the image by all that we decide about it. */
export function examHostRecipe(): string {
  return keyOf({
    suite: SUITE,
    programs: hostPrograms,
    files: filesIn('exam-host').map(({ name, text }) => [name, text]),
  });
}

/** The image of exam hosts, if it is here and up to date; changes nothing. */
export async function findHostImage(
  context: Context,
  runtime: Runtime,
): Promise<string | undefined> {
  const format = `{{index .Config.Labels ${JSON.stringify(RECIPE_LABEL)}}}`;
  const { stdout } = await context.run(
    runtime.name,
    ['image', 'inspect', '--format', format, REFERENCE],
    { allowFailure: true },
  );
  return stdout.trim() === examHostRecipe() ? REFERENCE : undefined;
}

/**
 * The image of exam hosts: the one that is here, else one that is made from published images and
 * Debian packages, or where they can't be pulled, after asking, from Go modules. Can be
 * interrupted at any moment and run again. Returns its reference.
 */
export async function ensureHostImage(context: Context, runtime: Runtime): Promise<string> {
  const found = await findHostImage(context, runtime);
  if (found !== undefined) return found;
  return alone(
    context,
    'exam-host',
    async () => (await findHostImage(context, runtime)) ?? makeHostImage(context, runtime),
  );
}

async function makeHostImage(context: Context, runtime: Runtime): Promise<string> {
  const pulled = await pulledElseBuild(context, runtime, {
    what: 'the image of exam hosts',
    time: 'about ten minutes',
    pull: () => pullAll(context, runtime),
  });
  if (pulled) {
    await context.progress.step('Making the image of exam hosts', (update) =>
      assemble(context, runtime, update, fromPublished(context, runtime)),
    );
    return REFERENCE;
  }
  const parts = await buildParts(context);
  await context.progress.step('Assembling the image of exam hosts', (update) =>
    assemble(context, runtime, update, fromParts(context, runtime, parts)),
  );
  return REFERENCE;
}

/** Pulls what the image is made from; why the first of it that could not be had could not. */
async function pullAll(context: Context, runtime: Runtime): Promise<Refusal | undefined> {
  const programs = Object.values(hostPrograms).map(({ published }) => published.image);
  for (const image of [PUBLISHED_DEBIAN, ...programs]) {
    const refusal = await ensureImage(context, runtime, image);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Where the file system and the programs come from. */
interface Source {
  /** Makes a container with the packages in it; it need not run. */
  container(name: string): Promise<unknown>;
  /** A file with the program; `folder` is for it to be put into. */
  program(name: string, folder: string): Promise<string>;
}

function fromPublished(context: Context, runtime: Runtime): Source {
  return {
    async container(name) {
      const script = filesIn('exam-host/debian').find((file) => file.name === 'install.sh');
      await context.run(runtime.name, [
        ...['run', '--name', name, PUBLISHED_DEBIAN, 'bash', '-c', script?.text ?? ''],
      ]);
    },
    async program(name, folder) {
      const file = path.join(folder, name);
      const { published } = hostPrograms[name] as (typeof hostPrograms)[string];
      await takeOut(context, runtime, { ...published, file });
      return file;
    },
  };
}

interface Parts {
  /** Folders: of each program by its name, and of the file system. */
  programs: Readonly<Record<string, string>>;
  debian: string;
}

async function buildParts(context: Context): Promise<Parts> {
  const go = await findGo(context);
  const debian = fileSystemPart('exam-host', go.arch, 'exam-host/debian');
  if (!isMade(context, debian)) await findDebianTools(context);
  await removeStale(context);
  const goParts = Object.entries(hostPrograms).map(
    ([name, { build }]) => [name, goPart(build, go)] as const,
  );
  await makeParts(context, [goParts.map(([, part]) => part), [debian]]);
  return {
    programs: Object.fromEntries(goParts.map(([name, part]) => [name, partFolder(context, part)])),
    debian: partFolder(context, debian),
  };
}

function fromParts(context: Context, runtime: Runtime, { programs, debian }: Parts): Source {
  return {
    async container(name) {
      const base = `${name}:base`;
      await context.run(runtime.name, ['import', path.join(debian, 'exam-host.tar'), base]);
      await context.run(runtime.name, ['create', '--name', name, base, 'true']);
    },
    program: async (name) => path.join(programs[name] ?? '', name),
  };
}

async function assemble(
  context: Context,
  runtime: Runtime,
  report: (detail: string) => void,
  source: Source,
): Promise<void> {
  await removeLeftovers(context, runtime);
  const name = temporaryName(context, process.pid);
  const folder = await temporaryFolder(context, 'exam-host-image');
  try {
    report('making the file system');
    await source.container(name);
    report('adding the programs');
    const files: [string, string][] = [];
    for (const program of Object.keys(hostPrograms)) {
      files.push([`usr/local/bin/${program}`, await source.program(program, folder)]);
    }
    for (const { name: place, text } of filesIn('exam-host/root')) {
      // A file of ours may have lost its mode on its way here.
      const file = path.join(folder, keyOf(place));
      await writeFile(file, text);
      await chmod(file, text.startsWith('#!') ? 0o755 : 0o644);
      files.push([place, file]);
    }
    const tar = path.join(folder, 'added.tar');
    await packFiles(tar, files);
    await context.run('sh', [
      ...['-c', '"$1" cp - "$2:/" <"$3"', 'sh'],
      ...[runtime.name, name, tar],
    ]);
    report('saving the image');
    const changes = [
      'ENV LANG=C.UTF-8',
      'ENTRYPOINT ["/usr/bin/tini", "-s", "--", "/usr/local/lib/cka-lab/exam-host"]',
      'CMD ["host"]',
      `LABEL ${RECIPE_LABEL}=${examHostRecipe()}`,
    ];
    await context.run(runtime.name, [
      'commit',
      ...changes.flatMap((change) => ['--change', change]),
      ...[name, REFERENCE],
    ]);
  } finally {
    await removeFolder(context, folder);
    await removeLeftovers(context.undoing(), runtime, process.pid).catch(() => undefined);
  }
}
