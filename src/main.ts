import { setMaxListeners } from 'node:events';
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { EXIT } from './errors.ts';
import { flawIn } from './host/folders.ts';
import { userPaths } from './host/paths.ts';

// Halves the time of a command that only reads files; everything below is loaded after it.
const paths = userPaths();
if (!flawIn(paths)) enableCompileCache(path.join(paths.cache, 'compiled'));
const { main } = await import('./cli/main.ts');

// The one process boundary: argv, streams, environment, signals and the exit code stay in here.
const interrupt = new AbortController();
const secondInterrupt = new AbortController();
// Every program and request that runs listens to them.
setMaxListeners(0, interrupt.signal, secondInterrupt.signal);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) secondInterrupt.abort();
    interrupt.abort();
  });
}
// `cka-lab list | head` closes our stdout early, and a terminal that was closed fails at each write:
// nobody is left to tell, but work goes on to its end. A full disk is told, since the result is lost.
const closed = new AbortController();
let unwritten: NodeJS.ErrnoException | undefined;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') unwritten ??= error;
  closed.abort();
});
process.stderr.on('error', () => {});
// A terminal may lose its size while we draw on it; no row holds anything then, and drawing never ends.
for (const stream of [process.stdout, process.stderr].filter(({ isTTY }) => isTTY)) {
  stream.on('resize', () => {
    stream.columns ||= 80;
  });
}

const code = await main({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
  signal: interrupt.signal,
  undoSignal: secondInterrupt.signal,
  closed: closed.signal,
  async ask(question) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    // readline takes Ctrl-C and Ctrl-D for itself: both leave the question, as a closed terminal does.
    const left = new AbortController();
    process.stdin.once('error', () => left.abort());
    terminal.once('SIGINT', () => interrupt.abort());
    terminal.once('close', () => left.abort());
    try {
      const signal = AbortSignal.any([interrupt.signal, left.signal]);
      return await terminal.question(question, { signal });
    } catch {
      return '';
    } finally {
      terminal.close();
    }
  },
});

// Keep-alive connections would hold the process for seconds; what was written is flushed first.
await Promise.all(
  [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  ),
);
// A command that failed has said why, and had no result to lose.
if (unwritten && code <= EXIT.belowPassMark) {
  process.stderr.write(
    `Error: The result could not be written to standard output: ${unwritten.message}.\n→ Make room there, or send the output elsewhere.\n`,
  );
  process.exit(EXIT.infrastructure);
}
process.exit(code);
