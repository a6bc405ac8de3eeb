import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { action, root, type Step, stepsOf, theStep, workflowFiles } from './files.ts';

const examStep = theStep(action.runs.steps, ({ id }) => id === 'exam');
const keyStep = theStep(action.runs.steps, ({ id }) => id === 'key');
const setupStep = theStep(action.runs.steps, ({ run }) => run?.includes('" setup') ?? false);
const verdictStep = theStep(action.runs.steps, ({ run }) => run?.includes('exit "$CODE"') ?? false);
const workflow = workflowFiles.find(({ name }) => name.endsWith('/exam.yml'));
const workflowSteps = workflow ? stepsOf(workflow) : [];

// No script may run any of this.
const HOSTILE = `$(touch hit) \`touch hit\`; touch hit #'"`;

let top: string;
let here: string;

beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'action '));
  here = path.join(top, 'repository');
  await mkdir(here);
});
afterEach(() => rm(top, { recursive: true }));

/** A launcher that notes how it was called, prints a report, and writes what --report asks for. */
async function launcher(report: string, code: number): Promise<void> {
  const script = `#!/usr/bin/env bash
printf '%s\\n' "$@" >'${top}/arguments'
for argument; do
  case $argument in
    --report=markdown) echo summary >>"$GITHUB_STEP_SUMMARY" ;;
    --report=*=*) file=\${argument#--report=*=}; echo "the text of $(basename "$file")" >"$file" ;;
  esac
done
printf %s '${report}'
exit ${code}
`;
  await mkdir(path.join(top, 'action'), { recursive: true });
  await writeFile(path.join(top, 'action/cka-lab'), script);
  await chmod(path.join(top, 'action/cka-lab'), 0o755);
}

/** Runs a step's script as GitHub's runner does. */
async function run(step: Step, values: Record<string, string> = {}, folder = here) {
  const output = path.join(top, 'output');
  const script = path.join(top, 'script.sh');
  await writeFile(output, '');
  await writeFile(script, step.run ?? '');
  const entries = Object.entries(step.env ?? {}).map(([name, value]) => [
    name,
    value.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_all, of: string) => values[of] ?? `no ${of}`),
  ]);
  const bash = ['--noprofile', '--norc', '-eo', 'pipefail', script];
  const { exitCode, stdout, stderr } = await execa('bash', bash, {
    cwd: folder,
    env: {
      PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
      GITHUB_ACTION_PATH: path.join(top, 'action'),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: path.join(top, 'summary'),
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'X64',
      ...Object.fromEntries(entries),
    },
    reject: false,
    stdin: 'ignore',
  });
  const outputs = (await readFile(output, 'utf8')).split('\n').filter(Boolean);
  return { exitCode, stdout, stderr, outputs };
}

const inputs = (change: Record<string, string> = {}) => ({
  'inputs.blueprint': 'short',
  'inputs.answers': 'answers',
  'inputs.seed': '7',
  'inputs.report-path': 'reports',
  ...change,
});

describe('the exam', () => {
  test('is run with the inputs, and its reports are kept and shown', async () => {
    await launcher('{"percent":81.25,"passed":true}', 0);
    expect(await run(examStep, inputs())).toEqual({
      exitCode: 0,
      stdout: 'the text of report.txt',
      stderr: '',
      outputs: ['code=0', 'percent=81.2', 'passed=true'],
    });
    const reports = path.join(here, 'reports');
    expect(
      (await readFile(path.join(top, 'arguments'), 'utf8')).split('\n').filter(Boolean),
    ).toEqual([
      'exam',
      'run',
      '--yes',
      '--output=json',
      '--blueprint=short',
      '--answers=answers',
      '--seed=7',
      '--report=markdown',
      `--report=junit=${reports}/junit.xml`,
      `--report=html=${reports}/report.html`,
      `--report=text=${reports}/report.txt`,
      `--report=gradescope=${reports}/results.json`,
    ]);
    expect((await readdir(reports)).sort()).toEqual([
      'junit.xml',
      'report.html',
      'report.json',
      'report.txt',
      'results.json',
    ]);
    expect(await readFile(path.join(top, 'summary'), 'utf8')).toBe('summary\n');
  });

  test('takes inputs for text, whatever they hold', async () => {
    await launcher('{"percent":0,"passed":false}', 1);
    const change = Object.fromEntries(Object.keys(inputs()).map((name) => [name, HOSTILE]));
    const { exitCode, outputs } = await run(examStep, inputs(change));
    expect([exitCode, outputs]).toEqual([0, ['code=1', 'percent=0', 'passed=false']]);
    expect(await readFile(path.join(top, 'arguments'), 'utf8')).toContain(`\n--seed=${HOSTILE}\n`);
    expect(await readdir(here)).toEqual([HOSTILE]);
  });

  test.each([
    ['99.99999999999999', 'percent=100'],
    ['100.00000000000001', 'percent=100'],
    ['65.96', 'percent=65.9'],
    ['null', 'percent='],
  ])('of %s percent says %s', async (percent, said) => {
    await launcher(`{"percent":${percent},"passed":false}`, 1);
    expect((await run(examStep, inputs())).outputs).toContain(said);
  });

  test('that could not be run leaves no report of an earlier one', async () => {
    await launcher('{"percent":100,"passed":true}', 0);
    await run(examStep, inputs());
    await writeFile(path.join(top, 'action/cka-lab'), '#!/bin/sh\nexit 3\n');
    const { exitCode, outputs } = await run(examStep, inputs());
    expect([exitCode, outputs]).toEqual([0, ['code=3', 'passed=false']]);
    expect(await readdir(path.join(here, 'reports'))).toEqual([]);
  });
});

test.each([
  ['0', 'true', 0],
  ['1', 'true', 1],
  ['1', 'false', 0],
  ['1', HOSTILE, 1],
  ['2', 'false', 2],
  ['3', 'false', 3],
  ['130', 'false', 130],
])('of exit code %s with fail-below %s the job gets %i', async (code, below, expected) => {
  const values = { 'steps.exam.outputs.code': code, 'inputs.fail-below': below };
  const { exitCode, stdout } = await run(verdictStep, values);
  expect(exitCode).toBe(expected);
  expect(stdout.includes('no score')).toBe(expected > 1);
});

test('set-up agrees to what is asked', async () => {
  await launcher('', 0);
  expect((await run(setupStep)).exitCode).toBe(0);
  expect(await readFile(path.join(top, 'arguments'), 'utf8')).toBe('setup\n--yes\n');
});

test('the key of the cache follows what is in it, not where the action is', async () => {
  const copied = path.join(top, 'action');
  for (const name of ['package-lock.json', 'src/image', 'src/setup']) {
    await cp(path.join(root, name), path.join(copied, name), { recursive: true });
  }
  const [key = ''] = (await run(keyStep)).outputs;
  expect(key).toMatch(/^key=cka-lab-Linux-X64-[0-9a-f]{64}$/);
  const link = { ...keyStep, env: { GITHUB_ACTION_PATH: root } };
  expect((await run(link)).outputs).toEqual([key]);
  await writeFile(path.join(copied, 'src/image/versions.ts'), 'changed');
  expect((await run(keyStep)).outputs).not.toEqual([key]);
});

describe("this repository's own exam", () => {
  const answers = theStep(workflowSteps, ({ run }) => run?.includes('solution.sh') ?? false);
  const proof = theStep(workflowSteps, ({ run }) => run?.includes('$PERCENT') ?? false);

  test('has the reference solution of every lab for an answer', async () => {
    await cp(path.join(root, 'labs'), path.join(here, 'labs'), { recursive: true });
    expect((await run(answers)).exitCode).toBe(0);
    const labs = (await readdir(path.join(root, 'labs'), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect((await readdir(path.join(here, 'answers'))).sort()).toEqual(labs.sort());
    for (const lab of labs) {
      const read = (...name: string[]) => readFile(path.join(here, ...name), 'utf8');
      expect(await read('answers', lab, 'answer.sh')).toBe(await read('labs', lab, 'solution.sh'));
    }
  });

  test.each([
    ['100', 0],
    ['99.9', 1],
    ['', 1],
  ])('with %s percent ends with %i', async (percent, code) => {
    const { exitCode } = await run(proof, { 'steps.exam.outputs.percent': percent });
    expect(exitCode).toBe(code);
  });
});
