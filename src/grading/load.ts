import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UsageError } from '../errors.ts';
import { packageRoot } from '../host/paths.ts';
import { type Grader, isGrader } from './define.ts';

/** The one module that a grader may import. */
const SPECIFIER = 'cka-lab/grader';

let hooked = false;

/** Graders may lie anywhere on disk: what they import is this program's own module. */
function hook(): void {
  if (hooked) return;
  hooked = true;
  const own = path.join(import.meta.dirname, '..', `grader${path.extname(import.meta.filename)}`);
  const url = pathToFileURL(own).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === SPECIFIER ? { url, shortCircuit: true } : next(specifier, context),
  });
}

/** Loads a grader. Throws UsageError when the file holds none. */
export async function loadGrader(file: string): Promise<Grader> {
  hook();
  const found = [file, compiledTwin(file)].find((one) => one !== undefined && existsSync(one));
  if (found === undefined) throw new UsageError(`The grader ${file} does not exist.`);
  let loaded: { default?: unknown };
  try {
    loaded = await import(pathToFileURL(found).href);
  } catch (error) {
    throw new UsageError(`The grader ${found} can't be loaded: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (isGrader(loaded.default)) return loaded.default;
  throw new UsageError(`${found} exports no grader.`, {
    next: `Write \`export default grader(…)\`, with grader from '${SPECIFIER}'.`,
  });
}

/** The published package holds graders as JavaScript: dist/graders/rbac.js for graders/rbac.ts. */
function compiledTwin(file: string): string | undefined {
  const inside = path.relative(packageRoot, file);
  if (inside.startsWith('..') || path.isAbsolute(inside)) return undefined;
  return path.join(packageRoot, 'dist', inside.replace(/\.ts$/, '.js'));
}
