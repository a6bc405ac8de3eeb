import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Context } from '../context.ts';
import { packageRoot } from '../host/paths.ts';
import { type Bank, type LabFolders, labFolders, loadBank } from '../lab/bank.ts';
import { labStore } from '../session/record.ts';
import type { Screen } from '../ui/screen.ts';
import type { Format } from '../ui/style.ts';
import type { GlobalOptions } from './main.ts';

/** What a command gets: the world, the global options, and where its result goes. */
export interface CommandContext extends Context, GlobalOptions {
  cwd: string;
  /** A person sits at this terminal. */
  interactive: boolean;
  /** A result, to stdout. */
  out: (text: string) => void;
  /** A remark that is neither result nor progress, to stderr. */
  err: (text: string) => void;
  style: (format: Format, text: string) => string;
  /** Where stdout is a terminal: a part of it that is drawn again in place. */
  screen: () => Promise<Screen | undefined>;
  /** Aborted when nobody reads stdout any more. */
  closed: AbortSignal;
}

/** A command, in a file of its own, loaded when it is called. Returns the exit code. */
export type Command<Args> = (context: CommandContext, args: Args) => Promise<number>;

/** Labs of this package; their graders are compiled where this file is. */
export const builtInLabs: LabFolders = {
  labs: path.join(packageRoot, 'labs'),
  graders: path.resolve(import.meta.dirname, '../../graders'),
  origin: 'built-in',
};

/** The built-in labs, those of --labs, and those that are on, from wherever they came. */
export async function bankOf(context: CommandContext): Promise<Bank> {
  return loadBank(await foldersOf(context));
}

/** The same where it is enough to read the lab that is named, and those that are found to be on. */
export async function bankWith(context: CommandContext, named: string | undefined): Promise<Bank> {
  return loadBank(await foldersOf(context), named === undefined ? [] : [named]);
}

async function foldersOf(context: CommandContext): Promise<LabFolders[]> {
  const active = (await labStore(context).all()).flatMap(({ folders }) => folders ?? []);
  return [
    ...namedFolders(context),
    ...active
      .filter(({ labs }) => existsSync(labs))
      .map((folders): LabFolders => ({ ...folders, origin: 'given' })),
  ];
}

/** The built-in labs and those of --labs: what is drawn from them depends on no lab that is on. */
export function namedBankOf(context: CommandContext): Promise<Bank> {
  return loadBank(namedFolders(context));
}

function namedFolders(context: CommandContext): LabFolders[] {
  return [builtInLabs, ...givenFolders(context)];
}

/** What --labs names. */
export function givenFolders({ labs, cwd }: CommandContext): LabFolders[] {
  return labs.map((folder) => labFolders(path.resolve(cwd, folder)));
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
