import { converging } from '../converge.ts';
import type { Kept, Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, passed } from '../verdict.ts';
import type { Pod, PodRef } from './mounts.ts';

/** A text, or what the lab keeps on the host until it is graded; that is not shown. */
type Text = string | Kept;

const MOST_LINES = 10_000;
const SHOWN = 60;

/** The first lines of a plain file on a node; undefined where there is none. */
async function readFile(facts: Facts, node: string, path: string): Promise<string | undefined> {
  // One program, since each costs a way into the node. A folder holds no text, and a pipe that
  // nobody writes to would be waited for: both are skipped.
  const only = ['-d', 'skip', '-D', 'skip', '-s', '-a', '-m', String(MOST_LINES)];
  const { exitCode, stdout } = await facts.node(node).run(['grep', ...only, '', path]);
  return exitCode === 0 ? stdout : undefined;
}

/** A file on a node has this line, whatever else is in it. */
export function fileHasLine(node: string, path: string, line: Text): Look {
  // Who writes it may have begun a moment ago.
  return (facts) =>
    converging(facts, async () => {
      const text = await readFile(facts, node, path);
      if (text !== undefined && hasLine(text, textOf(facts, line))) return passed();
      return failed({
        expected: `${path} on ${node} has the line ${inWords(line)}`,
        actual:
          text === undefined
            ? 'there is no such file, or nothing in it'
            : `it holds '${shown(text)}'`,
      });
    });
}

/** A file on a node holds this and nothing else; space around it does not count. */
export function fileHolds(node: string, path: string, content: Text): Look {
  return async (facts) => {
    const text = await readFile(facts, node, path);
    if (text?.trim() === textOf(facts, content)) return passed();
    return failed({
      expected: `${path} on ${node} holds ${inWords(content)}`,
      actual:
        text === undefined
          ? 'there is no such file, or nothing in it'
          : `it holds '${shown(text)}'`,
    });
  };
}

/** A kubelet begins a new file at 10 MiB, and gives the newest: the whole of it is read. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The pod has printed each of these texts, on whatever lines. */
export function logHas(ref: PodRef, ...texts: [Text, ...Text[]]): Look {
  return (facts) =>
    converging(facts, async () => {
      const text = await logOf(facts, ref);
      const missing = texts.filter((one) => !text.includes(textOf(facts, one)));
      if (missing.length === 0) return passed();
      return failed({
        expected: `the log of ${ref.name} has ${texts.map(inWords).join(' and ')}`,
        actual:
          text === ''
            ? 'it is empty'
            : `it lacks ${missing.map(inWords).join(' and ')}: '${shown(text)}'`,
      });
    });
}

/** What the containers of a pod printed; a pod that is not there printed nothing. */
export async function logOf(facts: Facts, { name, namespace }: PodRef): Promise<string> {
  const pod = await facts.get<Pod>(`Pod/${name} in ${namespace}`);
  if (!pod) return '';
  const { containers, initContainers = [] } = pod.spec;
  const logs = await Promise.all(
    [...initContainers, ...containers].map(({ name: container }) =>
      containerLog(facts, { name, namespace, container, limitBytes: MOST_BYTES }),
    ),
  );
  return logs.join('\n').trim();
}

async function containerLog(
  facts: Facts,
  where: PodRef & { container: string; limitBytes: number },
): Promise<string> {
  try {
    return (await facts.api('CoreV1Api').readNamespacedPodLog(where)) ?? '';
  } catch (error) {
    // A container that has not started, or a pod that went meanwhile, has no log.
    const { code } = error as { code?: unknown };
    if (code === 400 || code === 404) return '';
    throw error;
  }
}

function hasLine(text: string, line: string): boolean {
  return text.split('\n').some((one) => one.trim() === line);
}

function textOf(facts: Facts, text: Text): string {
  const value = (typeof text === 'string' ? text : text(facts)).trim();
  // Every text has the empty one in it.
  if (value === '') throw new Error('An empty text was looked for: it would pass for nothing.');
  return value;
}

function inWords(text: Text): string {
  return typeof text === 'string' ? `'${text}'` : 'what the lab put there';
}

function shown(text: string): string {
  // Cut before it is looked through: blanks without end would take long.
  const line = text
    .trim()
    .slice(0, SHOWN * 2)
    .replaceAll(/\s*\n\s*/g, ' / ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
