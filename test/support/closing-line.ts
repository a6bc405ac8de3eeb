import { writeSync } from 'node:fs';
import type { Reporter, TestModule, Vitest } from 'vitest/node';

/**
 * Prints `N passed, N failed` (`, N skipped`), alone on a line, after everything else that Vitest
 * says. A file that does not load, a failing hook and an error outside tests count as failed.
 */
export class ClosingLine implements Reporter {
  private readonly count = { passed: 0, failed: 0, skipped: 0, pending: 0 };

  onInit(vitest: Vitest): void {
    if (vitest.config.watch) return;
    // A global setup or teardown that throws is known only by the exit code.
    process.on('exit', (code) => writeSync(process.stdout.fd, `\n${this.line(code !== 0)}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.count.failed += unhandledErrors.length;
    for (const module of modules) {
      this.count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) this.count.failed += suite.errors().length;
      for (const test of module.children.allTests()) this.count[test.result().state] += 1;
    }
  }

  private line(hasFailed: boolean): string {
    const { passed, failed, skipped } = this.count;
    const line = `${passed} passed, ${Math.max(failed, hasFailed ? 1 : 0)} failed`;
    return skipped > 0 ? `${line}, ${skipped} skipped` : line;
  }
}
