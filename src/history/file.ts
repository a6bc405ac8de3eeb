import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { messageOf } from '../errors.ts';
import type { ExamReport } from '../report/exam-model.ts';
import type { LabReport } from '../report/model.ts';
import { examLine, type HistoryLine, type InExam, labLine, parseLine } from './line.ts';

type Keeper = Pick<Context, 'paths' | 'progress'>;

export interface History {
  /** In the order in which they were kept. */
  lines: HistoryLine[];
  /** How many lines could not be read. */
  skipped: number;
}

/** The results of every lab and exam, one JSON object a line. */
export function historyFile({ paths }: Pick<Context, 'paths'>): string {
  return path.join(paths.state, 'results.jsonl');
}

/** Keeps the result of a lab. Never throws: a result is worth more than its place in the history. */
export async function keepResult(
  context: Keeper,
  report: LabReport,
  extra?: InExam,
): Promise<void> {
  await keep(context, () => labLine(report, extra));
}

/** Keeps the result of a whole exam; those of its tasks are kept one by one. Never throws. */
export async function keepExam(context: Keeper, report: ExamReport): Promise<void> {
  await keep(context, () => examLine(report));
}

async function keep(context: Keeper, line: () => HistoryLine): Promise<void> {
  const file = historyFile(context);
  try {
    await mkdir(context.paths.state, { recursive: true, mode: 0o700 });
    await append(file, JSON.stringify(line()));
  } catch (error) {
    context.progress.note(
      `The result could not be kept in ${file} (${messageOf(error)}): \`cka-lab stats\` will lack it.`,
    );
  }
}

/** One write at the file's end: commands at the same time do not mix their lines. */
async function append(name: string, line: string): Promise<void> {
  const file = await open(name, 'a+', 0o600);
  try {
    // A line that a full disk cut short spoils no other.
    const bytes = Buffer.from(`${(await endsMidLine(file)) ? '\n' : ''}${line}\n`);
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten < bytes.length) throw new Error('the disk is full');
  } finally {
    await file.close();
  }
}

/** Whether something follows the last line feed. */
async function endsMidLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== '\n';
}

/** Every result that was kept. */
export async function readHistory(context: Pick<Context, 'paths'>): Promise<History> {
  const history: History = { lines: [], skipped: 0 };
  const file = await openIfThere(historyFile(context));
  if (!file) return history;
  // Closes the file at its end.
  for await (const text of file.readLines()) {
    if (text.trim() === '') continue;
    const line = parseLine(text);
    if (line) history.lines.push(line);
    else history.skipped += 1;
  }
  return history;
}

async function openIfThere(name: string): Promise<FileHandle | undefined> {
  try {
    return await open(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
