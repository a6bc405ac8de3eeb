import yargs, { type Argv } from 'yargs';
import type { Command } from './command.ts';
import { report } from './options.ts';

/** Makes what yargs calls of a command whose file is loaded when it runs. */
export type To = <Args>(load: () => Promise<{ default: Command<Args> }>) => (args: unknown) => void;

const blueprint = {
  type: 'string',
  requiresArg: true,
  default: 'cka',
  describe: 'What the exam is: cka, notes, short, or the path of a blueprint of yours',
} as const;
const seed = {
  type: 'string',
  requiresArg: true,
  describe: 'Draws the same exam again',
} as const;

const number = (argv: Argv) =>
  argv.positional('number', {
    type: 'number',
    describe: 'Number of a task; the current one if left out',
  });

/** The commands of `cka-lab exam`, a file each in commands/exam/. */
export function examCommands(argv: Argv, to: To): Argv {
  return (
    argv
      .usage('cka-lab exam <command>')
      .command(
        'draw',
        'Show the tasks that a blueprint and a seed give; no cluster is needed',
        (a) =>
          a.option('blueprint', blueprint).option('seed', seed).option('tasks', {
            type: 'string',
            requiresArg: true,
            describe: "Write each task's text to this folder, as LAB/task.md",
          }),
        to(() => import('./commands/exam/draw.ts')),
      )
      .command(
        'start',
        'Begin an exam: all set-up, its clusters, the first task',
        (a) =>
          a
            .option('blueprint', blueprint)
            .option('seed', seed)
            .option('mode', {
              choices: ['exam', 'training'],
              default: 'exam',
              requiresArg: true,
              describe: 'training: hints, solutions and grading while you work',
            }),
        to(() => import('./commands/exam/start.ts')),
      )
      .command(
        'status',
        'Show the time that is left, and the tasks',
        (a) => a,
        to(() => import('./commands/exam/status.ts')),
      )
      .command(
        'task [number]',
        'Show the current task, or go to another one',
        number,
        to(() => import('./commands/exam/task.ts')),
      )
      .command(
        'next',
        'Go to the next task',
        (a) => a,
        to(() => import('./commands/exam/next.ts')),
      )
      .command(
        'goto <number>',
        'Go to a task',
        number,
        to(() => import('./commands/exam/task.ts')),
      )
      .command(
        'flag [number]',
        'Flag a task to come back to, or take the flag off',
        number,
        to(() => import('./commands/exam/flag.ts')),
      )
      .command(
        'shell [node]',
        'Open a shell to work in; `-- CMD…` runs one command',
        (a) =>
          a.positional('node', {
            type: 'string',
            describe: 'A node, in an exam with contexts',
          }),
        to(() => import('./commands/exam/shell.ts')),
      )
      .command(
        'hint [number]',
        'Show the next hint of a task, in training; the result notes it',
        number,
        to(() => import('./commands/exam/hint.ts')),
      )
      .command(
        'solution [number]',
        'Show the reference solution of a task, in training; the result notes it',
        number,
        to(() => import('./commands/exam/solution.ts')),
      )
      .command(
        'grade [number]',
        'Score a task, in training or after the end',
        number,
        to(() => import('./commands/exam/grade.ts')),
      )
      .command(
        'submit',
        'End work, and show the result',
        (a) => a.option('report', report),
        to(() => import('./commands/exam/submit.ts')),
      )
      .command(
        'result',
        'Show the result again',
        (a) => a.option('report', report),
        to(() => import('./commands/exam/result.ts')),
      )
      .command(
        'stop',
        'End an exam without a grade, or remove one that was graded',
        (a) => a,
        to(() => import('./commands/exam/stop.ts')),
      )
      .command(
        'run',
        'Take an exam with answers from a folder, and remove everything again',
        (a) =>
          a
            .option('blueprint', blueprint)
            .option('seed', { ...seed, demandOption: true })
            .option('answers', {
              type: 'string',
              requiresArg: true,
              demandOption: true,
              describe:
                'Folder with LAB/*.yaml to apply, and LAB/answer.sh to run on the exam host',
            })
            .option('answer-minutes', {
              type: 'number',
              requiresArg: true,
              describe: 'Minutes that each answer may take; those of its lab if left out',
            })
            .option('report', report),
        to(() => import('./commands/exam/run.ts')),
      )
      .command(
        'repair [number]',
        'Make anew what the exam has lost, or one task',
        (a) =>
          a.positional('number', {
            type: 'number',
            describe: 'Number of a task; whatever is lost if left out',
          }),
        to(() => import('./commands/exam/repair.ts')),
      )
      // What others start in the background.
      .command(
        'keep',
        false,
        (a) => a,
        to(() => import('./commands/exam/keep.ts')),
      )
      .demandCommand(1, 'Name a command of exam; `cka-lab exam --help` lists them.')
  );
}

/** What can be the last of the words from `exam` on, which is being typed. */
export async function examCompletions(words: readonly string[]): Promise<readonly string[]> {
  if (words.length === 0) return ['exam'];
  if (words.length === 1) {
    const commands = examCommands(yargs([]).help(false).version(false), () => () => {});
    return commands.getCompletion(['exam', ...words]);
  }
  if (words.at(-2) !== '--blueprint') return [];
  const { blueprintNames } = await import('../exam/blueprint.ts');
  return blueprintNames();
}
