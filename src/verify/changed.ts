import path from 'node:path';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { packageRoot } from '../host/paths.ts';
import type { Bank } from '../lab/bank.ts';
import type { Lab } from '../lab/lab.ts';

/** What of our own files can't change the outcome of a lab; all that is not named here can. */
const WITHOUT_EFFECT = [
  /^[^/]*\.md$/,
  /^(docs|test|bench|\.github|\.ci)\//,
  /^labs\/lab\.schema\.json$/,
  /^(\.gitignore|LICENSE|biome\.json|knip\.json|vitest\.config\.ts)$/,
  /^src\/doctor\//,
  /^src\/cli\/(?!commands\/verify\.ts)/,
  /^src\/report\/(?!model\.ts)/,
];

/** Looked at lab by lab. */
const OF_ONE = [/^labs\/[^/]+\//, /^clusters\/[^/]+\.yaml$/];

/**
 * The labs that changes since `base` can affect, each with a file that did: what the working tree
 * holds is compared with the commit at which this branch left `base`. A lab in no git repository
 * always counts. Throws UsageError when git doesn't know `base`.
 */
export async function labsChangedSince(
  context: Context,
  bank: Pick<Bank, 'labs'>,
  base: string,
): Promise<Map<string, string>> {
  const labs = [...bank.labs.values()];
  const ours = await changesIn(context, packageRoot, base);
  if (!ours) {
    throw new UsageError(`${packageRoot} is no git repository, so nothing tells what changed.`, {
      next: 'Leave --changed out.',
    });
  }
  const graders = labs.map(({ graderFile }) => graderFile);
  const everything = ours.find(
    (file) => !graders.includes(file) && affectsAll(path.relative(packageRoot, file)),
  );
  const found = await Promise.all(
    labs.map(async (lab): Promise<[string, string] | undefined> => {
      if (everything) return [lab.id, path.relative(packageRoot, everything)];
      const files = isInside(lab.dir, packageRoot)
        ? ours
        : [...ours, ...((await changesIn(context, lab.dir, base)) ?? [lab.dir])];
      const file = files.find((changed) => affects(changed, lab));
      return file === undefined ? undefined : [lab.id, path.relative(packageRoot, file)];
    }),
  );
  return new Map(found.filter((entry) => entry !== undefined));
}

function affectsAll(file: string): boolean {
  return ![...WITHOUT_EFFECT, ...OF_ONE].some((pattern) => pattern.test(file));
}

function affects(file: string, { dir, graderFile, cluster }: Lab): boolean {
  return (
    file === dir ||
    isInside(file, dir) ||
    file === graderFile ||
    file === path.join(packageRoot, 'clusters', `${cluster}.yaml`)
  );
}

function isInside(file: string, folder: string): boolean {
  return file.startsWith(folder + path.sep);
}

/** Absolute paths of files that differ, new ones too; undefined outside of a git repository. */
async function changesIn(
  context: Context,
  folder: string,
  base: string,
): Promise<string[] | undefined> {
  const git = async (...args: string[]) => {
    const result = await context.run('git', ['-C', folder, ...args], { allowFailure: true });
    return result.exitCode === 0 ? result.stdout.trim() : undefined;
  };
  const root = await git('rev-parse', '--show-toplevel');
  if (root === undefined) return undefined;
  const fork = await git('merge-base', base, 'HEAD');
  if (fork === undefined) {
    throw new UsageError(
      `git knows no "${base}" in ${root}, or it has nothing in common with HEAD.`,
      {
        next: 'Name a branch, a tag or a commit.',
      },
    );
  }
  const lists = await Promise.all([
    git('diff', '--name-only', '--no-renames', '-z', fork),
    git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', root),
  ]);
  return lists
    .flatMap((list) => (list ?? '').split('\0'))
    .filter(Boolean)
    .map((file) => path.join(root, file));
}
