import { registerHooks } from 'node:module';
import { actionFile, type GithubFile } from './files.ts';

// The parser imports its schemas without saying that they are JSON, which Node insists on.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');
const { parseAction } = await import('@actions/workflow-parser/actions/action-parser');

/** What GitHub's own parser says is wrong with a workflow or an action. */
export function mistakes({ name, text }: GithubFile): string[] {
  const parse = name === actionFile.name ? parseAction : parseWorkflow;
  const parsed = parse({ name, content: text }, new NoOperationTraceWriter());
  return parsed.context.errors.getErrors().map(({ message }) => message);
}
