import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.ts';
import { type Finding, inOrder, renderFinding } from '../yaml/finding.ts';
import { nearest } from '../yaml/nearest.ts';
import { findingAt, sourceOf } from '../yaml/source.ts';
import { type Lab, type LabPlace, type LabSource, type Origin, readLab } from './lab.ts';
import { folderFindings, subjectOf } from './rules/all.ts';

export { conflicts } from './conflicts.ts';

/** Where labs and their graders are. */
export interface LabFolders {
  labs: string;
  graders: string;
  origin: Origin;
}

/** Every lab that was found, or those that were asked for. */
export interface Bank {
  /** Labs by id whose lab.yaml can be understood; some may have mistakes all the same. */
  readonly labs: ReadonlyMap<string, Lab>;
  /** Ids of the others, whose lab.yaml can't. */
  readonly broken: readonly string[];
  /** What every lab.yaml alone shows to be wrong. `lint` finds more. */
  readonly findings: readonly Finding[];
  /** What was read, for lint. */
  readonly sources: readonly LabSource[];
  /** The lab of that id, its files looked through. Throws UsageError with all that is wrong. */
  require(id: string): Lab;
  /** The same with these labs read too, where not every lab was. */
  including(ids: readonly string[]): Promise<Bank>;
}

/** What --labs DIR means: DIR/labs and DIR/graders, or labs in DIR and graders in DIR/../graders. */
export function labFolders(dir: string): LabFolders {
  const inside = path.join(dir, 'labs');
  const [labs, root] = existsSync(inside) ? [inside, dir] : [dir, path.dirname(path.resolve(dir))];
  return { labs, graders: path.join(root, 'graders'), origin: 'given' };
}

/**
 * Reads the lab.yaml of every lab, or of those of the ids that are given, and no other file. Where a
 * lab that is asked for is not in a folder of its name, every lab is read.
 */
export async function loadBank(
  folders: readonly LabFolders[],
  ids?: readonly string[],
): Promise<Bank> {
  const places = (await Promise.all(folders.map(placesIn))).flat();
  const unique = [...new Map(places.map((place) => [place.dir, place])).values()];
  const read =
    (ids && (await readThose(unique, ids))) ?? (await Promise.all(unique.map(readPlace)));
  // Of two labs with one id, it belongs to the one whose folder bears it.
  const sources = [...read.filter(isAtHome), ...read.filter((source) => !isAtHome(source))];
  const labs = new Map<string, Lab>();
  const first = new Map<string, LabSource>();
  for (const source of sources) {
    const other = first.get(source.id);
    if (other) {
      const at = source.yaml.document?.at(['id']) ?? source.yaml.source.at(0);
      const message = `the id "${source.id}" is taken by ${other.file}`;
      source.findings.push(findingAt(source.file, at, message));
      continue;
    }
    first.set(source.id, source);
    if (source.lab) labs.set(source.id, source.lab);
  }
  const bank: Bank = {
    labs,
    broken: [...first.keys()].filter((id) => !labs.has(id)),
    findings: inOrder(sources.flatMap(({ findings }) => findings)),
    sources,
    require: (id) => requireLab(sources, id),
    including: async (more) =>
      ids === undefined || more.every((id) => first.has(id))
        ? bank
        : loadBank(folders, [...ids, ...more]),
  };
  return bank;
}

function requireLab(sources: readonly LabSource[], id: string): Lab {
  const named = sources.filter((source) => source.id === id);
  const atHome = named.filter(isAtHome);
  const found = atHome.length > 0 ? atHome : named;
  const [source] = found;
  if (!source) {
    const near = nearest(
      id,
      sources.map((other) => other.id),
    );
    throw new UsageError(`There is no lab "${id}".`, {
      next:
        near.length > 0
          ? `Did you mean ${near.join(' or ')}? \`cka-lab list\` shows every lab.`
          : '`cka-lab list` shows every lab.',
    });
  }
  const wrong = inOrder(found.flatMap((one) => folderFindings(subjectOf(one)))).filter(
    ({ severity }) => severity === 'error',
  );
  if (!source.lab || wrong.length > 0) {
    const home = path.dirname(path.dirname(source.dir));
    const list = wrong.map((finding) => `  ${renderFinding(finding, home)}`).join('\n');
    throw new UsageError(`The lab "${id}" has mistakes:\n${list}`, {
      next: `Correct them; \`cka-lab lint ${id}\` tells when all is well.`,
    });
  }
  return source.lab;
}

async function placesIn({ labs, graders, origin }: LabFolders): Promise<LabPlace[]> {
  const entries = await readdir(labs, { withFileTypes: true }).catch((cause) => {
    throw new UsageError(`The labs in ${labs} can't be read: ${messageOf(cause)}.`, {
      next: 'Name a folder that holds labs/, or folders with a lab.yaml each.',
      cause,
    });
  });
  const graderFiles = new Set(await readdir(graders).catch(() => []));
  return entries
    .filter((entry) => !entry.isFile() && !/^[._]/.test(entry.name))
    .map(({ name }) => {
      const compiled = !graderFiles.has(`${name}.ts`) && graderFiles.has(`${name}.js`);
      const graderFile = path.resolve(graders, `${name}.${compiled ? 'js' : 'ts'}`);
      return { dir: path.resolve(labs, name), graderFile, origin };
    })
    .sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

/** The labs of these ids; undefined unless each is in a folder of its name. */
async function readThose(
  places: readonly LabPlace[],
  ids: readonly string[],
): Promise<LabSource[] | undefined> {
  const wanted = places.filter(({ dir }) => ids.includes(path.basename(dir)));
  const read = await Promise.all(wanted.map(readPlace));
  const found = read.filter(isAtHome).map(({ id }) => id);
  return ids.every((id) => found.includes(id)) ? read : undefined;
}

async function readPlace(place: LabPlace): Promise<LabSource> {
  const file = path.join(place.dir, 'lab.yaml');
  try {
    return readLab(place, sourceOf(file, await readFile(file, 'utf8')));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const message = missing ? 'does not exist' : `can't be read: ${messageOf(error)}`;
    const source = readLab(place, sourceOf(file, ''));
    return { ...source, findings: [findingAt(file, { line: 1, column: 1 }, message)] };
  }
}

function isAtHome({ id, dir }: LabSource): boolean {
  return id === path.basename(dir);
}
