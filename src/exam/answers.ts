import type { Dirent } from 'node:fs';
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { nearest } from '../yaml/nearest.ts';
import type { Draw } from './draw.ts';

/** The script that is run on the exam host. */
export const SCRIPT = 'answer.sh';
const MANIFEST = /\.ya?ml$/;
/** More is no answer, and would only fill the exam host. */
const MOST_BYTES = 8 * 2 ** 20;
const MOST_FILES = 200;

/** What a folder answers holds of one lab. */
export interface Answer {
  lab: string;
  /** With / between folders. */
  files: readonly { name: string; text: Uint8Array }[];
  /** Names of the manifests at its top, in the order in which they are applied. */
  manifests: readonly string[];
  script: boolean;
  /** Why nothing of it can be applied; null: it can. */
  flaw: string | null;
}

export interface Answers {
  /** By lab. */
  byLab: ReadonlyMap<string, Answer>;
  /** What is in the folder and is not used. */
  remarks: readonly string[];
}

/**
 * Reads a folder of answers, DIR/<lab>/*.yaml and DIR/<lab>/answer.sh, whole: what changes in it
 * later has no effect. Throws UsageError when it can't be read or names a lab that does not exist;
 * what is wrong inside an answer is that answer's flaw.
 */
export async function readAnswers(dir: string, bank: Bank, draw: Draw): Promise<Answers> {
  const entries = (await entriesOf(dir)).filter(({ name }) => !name.startsWith('.'));
  const drawn = draw.tasks.map(({ lab }) => lab);
  const isLab = ({ name }: Dirent) => bank.labs.has(name) || bank.broken.includes(name);
  const [labs, others] = [entries.filter(isLab), entries.filter((entry) => !isLab(entry))];
  const unknown = others.filter((entry) => entry.isDirectory());
  if (unknown.length > 0)
    throw unknownLabs(
      dir,
      unknown.map(({ name }) => name),
      bank,
      drawn,
    );
  const loose = others.filter(({ name }) => MANIFEST.test(name) || name.endsWith('.sh'));
  const answers = await Promise.all(
    labs.filter(({ name }) => drawn.includes(name)).map((entry) => readAnswer(dir, entry)),
  );
  return {
    byLab: new Map(answers.map((answer) => [answer.lab, answer])),
    remarks: [
      ...loose.map(({ name }) => `The file ${name} is in no folder of a lab, so it was not used.`),
      ...labs
        .filter(({ name }) => !drawn.includes(name))
        .map(({ name }) => `The lab ${name} is not in this exam, so its answer was not used.`),
    ],
  };
}

async function entriesOf(dir: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw new UsageError(`The answers in ${dir} can't be read: ${messageOf(cause)}.`, {
      next: 'Name a folder with a folder for each lab, such as answers/rbac/answer.sh.',
      cause,
    });
  }
}

function unknownLabs(
  dir: string,
  names: readonly string[],
  bank: Bank,
  drawn: readonly string[],
): UsageError {
  const known = [...bank.labs.keys()];
  const lines = names.map((name) => {
    const near = nearest(name, known);
    return `  ${path.join(dir, name)}${near.length > 0 ? `: did you mean ${near.join(' or ')}?` : ''}`;
  });
  return new UsageError(`There are answers to labs that do not exist:\n${lines.join('\n')}`, {
    next: `This exam has ${drawn.join(', ')}.`,
  });
}

/** A flaw of an answer, thrown while it is read. */
class Flaw extends Error {}

async function readAnswer(dir: string, entry: Dirent): Promise<Answer> {
  const lab = entry.name;
  const nothing = { lab, files: [], manifests: [], script: false };
  try {
    if (!entry.isDirectory()) throw new Flaw(`${lab} is not a folder`);
    const files = await readFolder(path.join(dir, lab), '', { bytes: 0, files: 0 });
    const top = files.map(({ name }) => name).filter((name) => !name.includes('/'));
    const manifests = top.filter((name) => MANIFEST.test(name));
    const script = top.includes(SCRIPT);
    if (!script && manifests.length === 0) {
      throw new Flaw(`there is none: ${lab} holds neither a manifest nor ${SCRIPT}`);
    }
    return { lab, files, manifests, script, flaw: null };
  } catch (error) {
    if (error instanceof Flaw) return { ...nothing, flaw: error.message };
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { ...nothing, flaw: `${lab} can't be read: ${error.message}` };
  }
}

/** Plain files alone: a link could lead to anything on this machine. */
async function readFolder(
  root: string,
  below: string,
  taken: { bytes: number; files: number },
): Promise<{ name: string; text: Uint8Array }[]> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true });
  const found: { name: string; text: Uint8Array }[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) {
      found.push(...(await readFolder(root, name, taken)));
      continue;
    }
    const where = path.posix.join(path.basename(root), name);
    if (entry.isSymbolicLink()) throw new Flaw(`${where} is a link, which is not followed`);
    if (!entry.isFile()) throw new Flaw(`${where} is not a plain file`);
    const text = await readPlain(path.join(root, name), MOST_BYTES - taken.bytes);
    taken.files += 1;
    taken.bytes += text?.byteLength ?? 0;
    if (!text || taken.files > MOST_FILES) {
      throw new Flaw(`it is larger than ${MOST_BYTES / 2 ** 20} MiB or ${MOST_FILES} files`);
    }
    found.push({ name, text });
  }
  return found;
}

/** Undefined for a file of more bytes. */
async function readPlain(file: string, most: number): Promise<Uint8Array | undefined> {
  await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  const { size } = await handle.stat();
  return size > most ? undefined : handle.readFile();
}
