import { constants } from 'node:fs';
import { access, appendFile, mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Context } from '../context.ts';
import { InfrastructureError, messageOf, UsageError } from '../errors.ts';
import { didYouMean } from '../yaml/nearest.ts';
import type { ExamReport } from './exam-model.ts';
import type { LabReport } from './model.ts';

/** The forms of a report that can be written to a file. */
export const FORMS = ['text', 'json', 'junit', 'gradescope', 'tap', 'markdown', 'html'] as const;

export type Form = (typeof FORMS)[number];

/** A report that is asked for by `--report`. */
export interface WantedReport {
  form: Form;
  /** Absolute. */
  file: string;
  /** Added to what is there: a job summary of GitHub. */
  append: boolean;
}

/** Such a file, replaced by a report, would lose what the program that opened it writes. */
const OPEN_FILE = /^\/(dev\/(stdin|stdout|stderr|fd\/\d+)$|proc\/)/;

const EXAMPLE = 'Write it as in `--report junit=report.xml,html=report.html`.';

/**
 * Reads `junit=a.xml,html=b.html`, given any number of times. Throws UsageError.
 * `markdown` without a path is added to the job summary, where GitHub has one.
 */
export function parseReports(
  values: readonly string[],
  { cwd, env }: Pick<Context, 'env'> & { cwd: string },
): WantedReport[] {
  const summary = env.GITHUB_STEP_SUMMARY ? path.resolve(cwd, env.GITHUB_STEP_SUMMARY) : undefined;
  const wanted = values
    .flatMap((value) => value.split(','))
    .map((item): WantedReport => {
      const [name = '', ...rest] = item.split('=');
      const form = formOf(name);
      const given = rest.join('=');
      const file = given === '' ? undefined : path.resolve(cwd, given);
      const to = file ?? (form === 'markdown' && !item.includes('=') ? summary : undefined);
      if (to === undefined) throw new UsageError(noPath(form), { next: EXAMPLE });
      return { form, file: to, append: form === 'markdown' && to === summary };
    });
  for (const [index, { file }] of wanted.entries()) {
    if (wanted.findIndex((other) => other.file === file) < index) {
      throw new UsageError(`Two reports would be written to ${file}.`, { next: EXAMPLE });
    }
  }
  return wanted;
}

function formOf(name: string): Form {
  const form = FORMS.find((candidate) => candidate === name);
  if (form !== undefined) return form;
  const near = didYouMean(name, FORMS);
  throw new UsageError(`There is no form of report "${name}"${near || '.'}`, {
    next: `The forms are ${FORMS.join(', ')}. ${EXAMPLE}`,
  });
}

function noPath(form: Form): string {
  const hint = form === 'markdown' ? ' and GITHUB_STEP_SUMMARY is not set' : '';
  return `The path of the ${form} report is missing${hint}.`;
}

/** What --report asks for, its files' folders made. Throws UsageError where it can't be written. */
export async function wantedReports(
  values: readonly string[],
  world: Parameters<typeof parseReports>[1],
): Promise<WantedReport[]> {
  const wanted = parseReports(values, world);
  await checkWritable(wanted);
  return wanted;
}

/** Makes the folders of the files. Throws UsageError where one of them could not be written. */
export async function checkWritable(wanted: readonly WantedReport[]): Promise<void> {
  for (const { form, file } of wanted) {
    const refuse = (why: string) => {
      throw new UsageError(`The ${form} report can't be written to ${file}: ${why}.`, {
        next: 'Choose another path.',
      });
    };
    const there = await stat(file).catch(() => undefined);
    if (there?.isDirectory()) refuse('it is a folder');
    if (there?.isFile() && OPEN_FILE.test(file)) refuse('it is an open file; name the file itself');
    const folder = path.dirname(file);
    await makeFolder(folder)
      .then(() => access(folder, constants.W_OK | constants.X_OK))
      .catch((error: unknown) => refuse(messageOf(error)));
  }
}

/**
 * Writes each report, whole or not at all. What can't be written keeps no other from being written;
 * it comes back as an error that names each path, to be thrown once the result has been printed.
 */
export async function writeReports(
  context: Pick<Context, 'progress'>,
  report: ExamReport | LabReport,
  wanted: readonly WantedReport[],
): Promise<InfrastructureError | undefined> {
  if (wanted.length === 0) return undefined;
  // Loaded only now: most commands that know the option write nothing.
  const { render } = await import('./render.ts');
  const failures: string[] = [];
  for (const one of wanted) {
    const text = render(one.form, report);
    try {
      await write(one, text);
      context.progress.note(`Wrote the ${one.form} report to ${one.file}.`);
    } catch (error) {
      failures.push(`${one.file} (${messageOf(error)})`);
    }
  }
  if (failures.length === 0) return undefined;
  return new InfrastructureError(`Not every report could be written: ${failures.join('; ')}.`, {
    next: 'The result is kept, and printed above.',
  });
}

async function write({ file, append }: WantedReport, text: string): Promise<void> {
  await makeFolder(path.dirname(file));
  if (append) return appendFile(file, text);
  const there = await stat(file).catch(() => undefined);
  // A device or a pipe, such as /dev/stderr, must not be replaced by a file.
  if (there && !there.isFile()) return writeFile(file, text);
  return writeFileAtomic(file, text);
}

/** Node's own recursive way never ends where the system says that a parent is not there: /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      if ((await stat(folder)).isDirectory()) return;
      throw new Error(`${folder} is not a folder`);
    }
    if (code !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    await makeFolder(path.dirname(folder));
    await mkdir(folder);
  }
}
