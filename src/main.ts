import { setMaxListeners } from 'node:events';
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { userPaths } from './host/paths.ts';

// Halves the time of a command that only reads files; everything below is loaded after it.
enableCompileCache(path.join(userPaths().cache, 'compiled'));
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
// `cka-lab list | head` closes our stdout early: nobody is left to tell, but work goes on to its end.
const closed = new AbortController();
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (stream === process.stdout) closed.abort();
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
    // readline takes Ctrl-C and Ctrl-D for itself: both leave the question.
    const left = new AbortController();
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
process.exit(code);
