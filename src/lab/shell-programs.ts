import { forEachChild, parse, type SyntaxNode } from 'unbash';

/** What a shell does itself, in dash and in busybox. */
const BUILT_IN = new Set(
  `. : alias bg break cd command continue eval exec exit export fg getopts hash jobs kill local read
  readonly return set shift times trap type ulimit umask unalias unset wait`.split(/\s+/),
);
/** Programs that run another one, and how many words of their own stand before it. */
const RUN_ANOTHER = new Map([
  ...['command', 'env', 'exec', 'nohup', 'setsid', 'time', 'xargs'].map(
    (name) => [name, 0] as const,
  ),
  ['timeout', 1],
]);

/** Every command of a script, in the order in which they stand, also those inside of others. */
export function commandsIn(script: string): string[][] {
  return nodesIn(script).flatMap((node) =>
    node.type === 'Command' && node.name
      ? [[node.name, ...node.args].map((word) => (word.type === 'Word' ? word.value : word.text))]
      : [],
  );
}

/** The here-documents of a script, and where each begins. */
export function hereDocumentsIn(script: string): { text: string; offset: number }[] {
  return nodesIn(script).flatMap((node) =>
    node.type === 'HereDocBody' ? [{ text: node.text, offset: node.pos }] : [],
  );
}

function nodesIn(script: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (node: SyntaxNode) => {
    found.push(node);
    forEachChild(node, visit);
  };
  visit(parse(script));
  return found;
}

/** Programs that a command line needs on its PATH, as far as it names them: `sh -c …` is read too. */
export function programsIn(argv: readonly string[]): string[] {
  const [program = '', ...rest] = argv;
  // A path, or a variable: what that is shows when it runs.
  if (program === '' || /[/$`]/.test(program)) return [];
  const own = BUILT_IN.has(program) ? [] : [program];
  const script = /^(ash|bash|dash|sh)$/.test(program) ? scriptOf(rest) : undefined;
  if (script !== undefined) return [...own, ...programsInScript(script)];
  const words = RUN_ANOTHER.get(program);
  if (words === undefined) return own;
  // `command -v x` and the like only ask.
  if (program === 'command' && rest[0]?.startsWith('-')) return own;
  const first = rest.findIndex((word) => !/^-|^\w+=/.test(word));
  return first < 0 ? own : [...own, ...programsIn(rest.slice(first + words))];
}

/** The script behind the first -c, -ec and the like. */
function scriptOf(args: readonly string[]): string | undefined {
  const option = args.findIndex((word) => /^-[a-z]*c$/.test(word));
  return option < 0 ? undefined : args[option + 1];
}

/** The same of a whole script, but for its own functions. */
export function programsInScript(script: string): string[] {
  const functions = nodesIn(script).flatMap((node) =>
    node.type === 'Function' ? [node.name.value] : [],
  );
  return commandsIn(script)
    .flatMap((command) => (functions.includes(command[0] ?? '') ? [] : programsIn(command)))
    .filter((program) => !functions.includes(program));
}
