import type { Dirent } from 'node:fs';
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { nearest } from '../yaml/nearest.ts';
import { flawOfManifest, flawOfScript } from './answer-text.ts';
import type { Draw } from './draw.ts';

/** The script that is run on the exam host. */
export const SCRIPT = 'answer.sh';
const MANIFEST = /\.(ya?ml|json)$/i;
/** What lies beside answers without being one. */
const BESIDE =
  /^(task\.md|readme(\..*)?|licen[cs]e(\..*)?|\.gitkeep|\.gitignore|\.gitattributes|\.DS_Store|Thumbs\.db)$/i;
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
  /** In words, of the files that would be applied, what is wrong with some. */
  spoilt: readonly string[];
  /** Names of files that nothing is done with. */
  unused: readonly string[];
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
  const all = await entriesOf(dir);
  const entries = all.filter(({ name }) => !name.startsWith('.'));
  const hidden = all.filter(
    ({ name }) => name.startsWith('.') && (bank.labs.has(name.slice(1)) || isAnswerFile(name)),
  );
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
  const loose = [...others, ...hidden].filter(({ name }) => !BESIDE.test(name));
  const answers = await Promise.all(
    labs.filter(({ name }) => drawn.includes(name)).map((entry) => readAnswer(dir, entry)),
  );
  return {
    byLab: new Map(answers.map((answer) => [answer.lab, answer])),
    remarks: [
      ...loose.map(
        ({ name }) => `The file ${quoted(name)} is in no folder of a lab, so it was not used.`,
      ),
      ...answers
        .filter(({ flaw, unused }) => flaw === null && unused.length > 0)
        .map(
          ({ lab, unused }) =>
            `The answer to ${lab} holds what is neither a manifest at its top nor ${SCRIPT}, so it was not used: ${namesText(unused)}.`,
        ),
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

function isAnswerFile(name: string): boolean {
  return MANIFEST.test(name) || /\.(ba)?sh$/i.test(name);
}

/** JSON beside a script may be its own data, such as a patch; what is an object is a manifest. */
function isData(name: string, text: Uint8Array): boolean {
  if (!/\.json$/i.test(name)) return false;
  try {
    const { apiVersion, kind } = JSON.parse(new TextDecoder().decode(text));
    return typeof apiVersion !== 'string' || typeof kind !== 'string';
  } catch {
    return false;
  }
}

const MOST_NAMED = 10;

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => {
    const meant =
      /^\.?answer\.\w+$/i.test(name) && isAnswerFile(name) ? ` (did you mean ${SCRIPT}?)` : '';
    return `${quoted(name)}${meant}`;
  });
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `${shown.join(', ')}${more}`;
}

/** As it is where it says nothing else to a terminal or in a sentence. */
function quoted(name: string): string {
  return /^[\w./@+-]+$/.test(name) ? name : JSON.stringify(name);
}

/** A flaw of an answer, thrown while it is read. */
class Flaw extends Error {}

async function readAnswer(dir: string, entry: Dirent): Promise<Answer> {
  const lab = entry.name;
  const nothing = { lab, files: [], manifests: [], script: false, spoilt: [], unused: [] };
  try {
    if (!entry.isDirectory()) throw new Flaw(`${lab} is not a folder`);
    const files = await readFolder(path.join(dir, lab), '', { bytes: 0, files: 0 });
    const top = files.map(({ name }) => name).filter((name) => !name.includes('/'));
    const hasScript = top.includes(SCRIPT);
    const named = files.filter(
      ({ name, text }) =>
        top.includes(name) &&
        MANIFEST.test(name) &&
        !name.startsWith('.') &&
        !(hasScript && isData(name, text)),
    );
    const flaws = new Map<string, string>();
    for (const { name, text } of files) {
      const flaw =
        name === SCRIPT
          ? flawOfScript(name, text)
          : named.some((one) => one.name === name)
            ? flawOfManifest(name, text)
            : null;
      if (flaw !== null) flaws.set(name, flaw);
    }
    const spoilt = [...flaws.values()];
    const manifests = named.map(({ name }) => name).filter((name) => !flaws.has(name));
    const script = hasScript && !flaws.has(SCRIPT);
    const applied = [SCRIPT, ...named.map(({ name }) => name)];
    // What a script is there with, it may use.
    const unused = hasScript
      ? []
      : files
          .map(({ name }) => name)
          .filter((name) => !applied.includes(name) && !BESIDE.test(path.basename(name)));
    if (!script && manifests.length === 0) {
      if (spoilt.length > 0) throw new Flaw(spoilt.join('; '));
      const but = unused.length > 0 ? `, but ${namesText(unused)}` : '';
      throw new Flaw(`there is none: ${lab} holds neither a manifest nor ${SCRIPT}${but}`);
    }
    const sound = files.filter(({ name }) => !flaws.has(name));
    return { lab, files: sound, manifests, script, flaw: null, spoilt, unused };
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
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    return size > most ? undefined : await handle.readFile();
  } finally {
    await handle.close();
  }
}
