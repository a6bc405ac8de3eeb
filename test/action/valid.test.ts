import { execa } from 'execa';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import {
  action,
  actionFile,
  example,
  type GithubFile,
  type Step,
  stepsOf,
  type Workflow,
  workflowFiles,
} from './files.ts';
import { mistakes } from './parser.ts';

const workflows = [...workflowFiles, example];
const files = [actionFile, ...workflows];
const stepsIn = (file: GithubFile) => (file === actionFile ? action.runs.steps : stepsOf(file));
const steps = files.flatMap((file) => stepsIn(file).map((step) => ({ name: file.name, step })));
const scripts = steps.flatMap(({ name, step: { run } }) => (run ? [{ name, run }] : []));

describe('for GitHub', () => {
  test.each(files)('$name is right', (file) => {
    expect(mistakes(file)).toEqual([]);
  });

  test.each([
    ['a key that there is not', 'using: composite', 'usign: composite'],
    ['a step without a shell', 'shell: bash', 'name: bash'],
    ['a context that an action does not have', 'inputs.blueprint', 'secrets.blueprint'],
    ['an expression that is cut short', 'inputs.seed }}', 'inputs.seed == }}'],
  ])('%s in action.yml would be found', (_case, right, wrong) => {
    const text = actionFile.text.replace(right, wrong);
    expect(text).not.toBe(actionFile.text);
    expect(mistakes({ ...actionFile, text })).not.toEqual([]);
  });

  test('a key that there is not in a workflow would be found', () => {
    const text = example.text.replace('runs-on', 'run-on');
    expect(mistakes({ ...example, text })).not.toEqual([]);
  });
});

describe('action.yml', () => {
  test('speaks only of inputs and of outputs of steps that it has', () => {
    const ids = action.runs.steps.flatMap(({ id }) => id ?? []);
    const named = (pattern: RegExp) => [
      ...new Set([...actionFile.text.matchAll(pattern)].map(([, name]) => name)),
    ];
    expect(named(/\binputs\.([\w-]+)/g).sort()).toEqual(Object.keys(action.inputs).sort());
    expect(ids).toEqual(expect.arrayContaining(named(/\bsteps\.([\w-]+)/g)));
    expect(
      Object.values(action.inputs).filter((input) => !input.required && !('default' in input)),
    ).toEqual([]);
  });

  test('saves the cache before an answer is run', () => {
    const at = (fits: (step: Step) => boolean) => action.runs.steps.findIndex(fits);
    const saved = at(({ uses }) => uses?.startsWith('actions/cache/save@') ?? false);
    const run = at(({ run }) => run?.includes('exam run') ?? false);
    expect(saved).toBeGreaterThan(0);
    expect(run).toBeGreaterThan(saved);
    // The other form saves when the job is over.
    expect(actionFile.text).not.toContain('actions/cache@');
  });
});

describe('scripts', () => {
  test('hold nothing that somebody else could have written', () => {
    const found = scripts.flatMap(({ run }) => [...run.matchAll(/\$\{\{\s*([\w-]+)/g)]);
    expect(found.map(([, context]) => context).filter((context) => context !== 'matrix')).toEqual(
      [],
    );
  });

  test.each(scripts)('$name: bash understands $run', async ({ run }) => {
    const script = run.replaceAll(/\$\{\{.*?\}\}/g, 'value');
    const { stderr, exitCode } = await execa('bash', ['-n'], { input: script, reject: false });
    expect([stderr, exitCode]).toEqual(['', 0]);
  });
});

describe('actions that are used', () => {
  const used = steps.flatMap(({ step: { uses } }) => (uses && uses !== './' ? [uses] : []));
  const ours = used.filter((uses) => uses.includes('/cka-lab@'));

  test('have one major version each', () => {
    const others = [...new Set(used.filter((uses) => !ours.includes(uses)))];
    expect(others.filter((uses) => !/^actions\/[\w/-]+@v\d+$/.test(uses))).toEqual([]);
    const repositories = others.map((uses) => uses.split('@')[0]);
    expect(repositories).toHaveLength(new Set(repositories).size);
  });

  test.each(workflows)('$name gives ours what it takes', (file) => {
    const { inputs } = action;
    for (const step of stepsOf(file).filter(
      ({ uses = '' }) => ours.includes(uses) || uses === './',
    )) {
      const given = Object.keys(step.with ?? {});
      const required = Object.keys(inputs).filter((name) => inputs[name]?.required);
      expect(given.filter((name) => !(name in inputs))).toEqual([]);
      expect(given).toEqual(expect.arrayContaining(required));
    }
  });

  test('README.md uses ours, where the answers of strangers find no credentials', () => {
    expect(ours).toHaveLength(1);
    expect(stepsOf(example).map(({ uses }) => uses)).toContain(ours[0]);
    expect((load(example.text) as Workflow).permissions).toEqual({ contents: 'read' });
    expect(example.text).not.toContain('secrets');
    const checkouts = workflows.flatMap(stepsOf).filter(({ uses }) => uses?.includes('/checkout@'));
    expect(checkouts.length).toBeGreaterThan(2);
    expect(checkouts.map((step) => step.with)).toEqual(
      checkouts.map(() => ({ 'persist-credentials': false })),
    );
  });
});
