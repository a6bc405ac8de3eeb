import { readFile } from 'node:fs/promises';
import path from 'node:path';
import yargs, { type Argv } from 'yargs';
import { UsageError } from '../errors.ts';
import { packageRoot } from '../host/paths.ts';
import type { Command, CommandContext } from './command.ts';
import { examCommands, examCompletions } from './exam.ts';
import type { GlobalOptions } from './main.ts';
import { report } from './options.ts';

/** What a command line asks for: a text to print, or a command to run. */
export type Parsed =
  | { print: string }
  | { options: GlobalOptions; command: string; run: (context: CommandContext) => Promise<number> };

type Run = (context: CommandContext) => Promise<number>;

const lab = (argv: Argv) =>
  argv.positional('lab', { type: 'string', describe: 'Id of the lab; the active one if left out' });
const seed = {
  type: 'string',
  requiresArg: true,
  describe: 'Draws the same variant again',
} as const;

/** Reads a command line. Throws UsageError. */
export async function parse(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Parsed> {
  let chosen: Run | undefined;
  /** A command whose file is loaded when it runs. */
  const to =
    <Args>(load: () => Promise<{ default: Command<Args> }>) =>
    (args: unknown) => {
      chosen = async (context) => (await load()).default(context, args as Args);
    };

  const { version } = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8'));
  const parser = yargs([])
    .scriptName('cka-lab')
    .usage('$0 <command>\n\nExam-style Kubernetes labs on real, disposable clusters.')
    .parserConfiguration({ 'populate--': true })
    .middleware(lastOfEach, true)
    .option('output', {
      choices: ['text', 'json'],
      default: 'text',
      describe: 'Form of the result',
    })
    .option('quiet', {
      type: 'boolean',
      alias: 'q',
      default: false,
      describe: 'No progress on stderr',
    })
    .option('yes', {
      type: 'boolean',
      alias: 'y',
      default: false,
      describe: 'Agree to what set-up asks',
    })
    .option('labs', {
      type: 'string',
      array: true,
      requiresArg: true,
      nargs: 1,
      default: [],
      describe: 'Folder with more labs/ and graders/',
    })
    .command(
      'start <lab>',
      'Start a lab: all set-up, a cluster, the task',
      (a) =>
        lab(a)
          .option('seed', seed)
          .option('part', {
            type: 'string',
            requiresArg: true,
            describe: 'Only this part of the lab',
          })
          .option('kubernetes', {
            type: 'string',
            requiresArg: true,
            describe: 'Kubernetes minor version, such as 1.37',
          })
          .option('context', {
            type: 'string',
            requiresArg: true,
            describe: 'Use this context of your kubeconfig instead of a cluster made here',
          })
          .option('retain', {
            type: 'boolean',
            default: false,
            describe: 'Keep what a failed start leaves, to look at it',
          }),
      to(() => import('./commands/start.ts')),
    )
    .command(
      'grade [lab]',
      'Score the work, check by check',
      (a) => lab(a).option('report', report),
      to(() => import('./commands/grade.ts')),
    )
    .command(
      'watch [lab]',
      'Show the result as it changes; Ctrl-C ends it',
      (a) =>
        lab(a).option('until-passed', {
          type: 'boolean',
          default: false,
          describe: 'End when every check has passed; Ctrl-C is exit code 130 then, else 0',
        }),
      to(() => import('./commands/watch.ts')),
    )
    .command(
      'task [lab]',
      'Show the task again',
      lab,
      to(() => import('./commands/task.ts')),
    )
    .command(
      'hint [lab]',
      'Show the next hint; the result notes it',
      lab,
      to(() => import('./commands/hint.ts')),
    )
    .command(
      'solution [lab]',
      'Show the reference solution; the result notes it',
      lab,
      to(() => import('./commands/solution.ts')),
    )
    .command(
      'status',
      'Show active labs and clusters',
      (a) => a,
      to(() => import('./commands/status.ts')),
    )
    .command(
      'list',
      'List the labs',
      (a) =>
        a
          .option('domain', {
            choices: ['architecture', 'workloads', 'networking', 'storage', 'troubleshooting'],
            requiresArg: true,
            describe: 'Only this domain of the curriculum',
          })
          .option('scope', {
            choices: ['api', 'node', 'own'],
            requiresArg: true,
            describe: 'Only labs of this scope',
          })
          .option('tag', {
            type: 'string',
            requiresArg: true,
            describe: 'Only labs with this tag',
          }),
      to(() => import('./commands/list.ts')),
    )
    .command(
      'stats',
      'Show how you did so far, and what to practise next',
      (a) =>
        a.option('since', {
          type: 'string',
          requiresArg: true,
          describe: 'Only results from this day on, such as 2026-01-31',
        }),
      to(() => import('./commands/stats.ts')),
    )
    .command(
      'reset [lab]',
      'Put the lab back to its start',
      lab,
      to(() => import('./commands/reset.ts')),
    )
    .command(
      'stop [lab]',
      'End the lab and remove what belongs to it',
      (a) =>
        lab(a).option('all', {
          type: 'boolean',
          default: false,
          describe: 'End all labs and delete all clusters made here',
        }),
      to(() => import('./commands/stop.ts')),
    )
    .command(
      'shell [node]',
      'Open a shell for the lab, or on a node; `-- CMD…` runs one command',
      (a) =>
        a
          .positional('node', {
            type: 'string',
            describe: 'A node, such as worker; without it a shell here with KUBECONFIG',
          })
          .option('lab', {
            type: 'string',
            requiresArg: true,
            describe: 'Id of the lab, where several are active',
          })
          .option('exam-host', {
            type: 'boolean',
            default: false,
            describe: 'On a host as in the exam, from which `ssh NODE` leads to the nodes',
          }),
      to(() => import('./commands/shell.ts')),
    )
    .command(
      'kubeconfig [lab]',
      'Print the path of the kubeconfig',
      (a) =>
        lab(a).option('merge', {
          type: 'boolean',
          default: false,
          describe: 'Add the context to your own kubeconfig',
        }),
      to(() => import('./commands/kubeconfig.ts')),
    )
    .command('exam', 'Take a mock exam; `cka-lab exam --help` lists how', (a) =>
      examCommands(a, to),
    )
    .command(
      'setup',
      'Find or provide Docker, kind, kubectl and a node image',
      (a) =>
        a
          .option('kubernetes', {
            type: 'string',
            requiresArg: true,
            describe: 'Kubernetes minor version, such as 1.37',
          })
          .option('exam', {
            type: 'boolean',
            default: false,
            describe: 'Provide the image of exam hosts too',
          })
          .epilogue(
            'Images are pulled or, after asking, built here. CKA_LAB_IMAGES decides beforehand: pull, build, or either without a question.',
          ),
      to(() => import('./commands/setup.ts')),
    )
    .command(
      'doctor',
      'Examine this machine',
      (a) =>
        a.option('kubernetes', {
          type: 'string',
          requiresArg: true,
          describe: 'Kubernetes minor version, such as 1.37',
        }),
      to(() => import('./commands/doctor.ts')),
    )
    .command(
      'lint [lab..]',
      'Check labs, graders and blueprints of exams for mistakes',
      (a) =>
        a.positional('lab', {
          type: 'string',
          array: true,
          describe: 'Ids of labs and paths of blueprints; all of ours if left out',
        }),
      to(() => import('./commands/lint.ts')),
    )
    .command(
      'verify [lab..]',
      'Prove labs right and wrong on a real cluster',
      (a) =>
        a
          .positional('lab', {
            type: 'string',
            array: true,
            describe: 'Ids of labs; all if left out',
          })
          .option('seed', {
            ...seed,
            describe: 'Seeds to verify with, by commas; 1,2,3 if left out',
          })
          .option('changed', {
            type: 'string',
            requiresArg: true,
            describe: 'Only labs that a change since this branch, tag or commit can affect',
          })
          .option('short', {
            type: 'string',
            requiresArg: true,
            describe: 'Labs, by commas, of which only the start and the solution are played',
          })
          .option('clusters', {
            type: 'number',
            requiresArg: true,
            describe: 'Clusters at once; as many as this machine bears if left out',
          })
          .option('output', { choices: ['junit'] }),
      to(() => import('./commands/verify.ts')),
    )
    .completion('completion', 'Print a completion script for bash or zsh', completions)
    .demandCommand(1, 'Name a command; `cka-lab --help` lists them.')
    .strict()
    .recommendCommands()
    .help()
    .alias('help', 'h')
    .version(version)
    // Narrower than its own words a text is not wrapped but torn.
    .wrap(Math.max(40, Math.min(100, Number(env.COLUMNS) || 100)))
    .exitProcess(false)
    .showHelpOnFail(false);

  if (argv[0] === '--get-yargs-completions') {
    const [, command, ...words] = argv.slice(1);
    const found =
      command === 'exam' ? await examCompletions(words) : await parser.getCompletion(argv.slice(1));
    return { print: `${found.join('\n')}\n` };
  }
  return new Promise((resolve, reject) => {
    parser.parse([...argv], {}, (error, args, output) => {
      if (error) {
        const named = argv.includes('goto') ? 'The number of a task' : 'The name of a lab';
        reject(new UsageError(inWords(error.message, named), { next: 'See `cka-lab --help`.' }));
      } else if (output !== '') resolve({ print: `${output}\n` });
      else if (chosen) {
        const command = args._.join(' ');
        resolve({ options: args as unknown as GlobalOptions, command, run: chosen });
      } else reject(new UsageError('Name a command.', { next: 'See `cka-lab --help`.' }));
    });
  });
}

async function completions(
  _current: string,
  args: { _: string[]; labs?: string[] },
  defaults: (onCompleted: (error: Error | null, completions: string[] | undefined) => void) => void,
  done: (completions: string[]) => void,
): Promise<void> {
  const takesLab = [
    'start',
    'grade',
    'task',
    'hint',
    'solution',
    'reset',
    'stop',
    'kubeconfig',
    'lint',
    'verify',
    'watch',
  ];
  if (args._.some((word) => takesLab.includes(word))) {
    const { labFolders, loadBank } = await import('../lab/bank.ts');
    const { builtInLabs } = await import('./command.ts');
    const bank = await loadBank([builtInLabs, ...(args.labs ?? []).map(labFolders)]);
    done([...bank.labs.keys()]);
  } else {
    defaults((_error, completions) => done(completions ?? []));
  }
}

const LISTS = new Set(['_', '--', 'lab', 'labs', 'report']);

/** An option that is given twice counts as it was given last; yargs makes a list of it. */
function lastOfEach(args: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(args)) {
    if (Array.isArray(value) && !LISTS.has(name)) args[name] = value.at(-1);
  }
}

/** yargs counts; a person wants to know that something is missing. */
function inWords(message: string, named: string): string {
  return message.startsWith('Not enough non-option arguments')
    ? `${named} is missing.`
    : message.replace(/^Not enough arguments following: (\S+)$/, 'A value is missing behind --$1.');
}
