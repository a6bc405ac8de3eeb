import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../src/main.ts');
let home: string;
let state: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'cka-lab-broken-'));
  state = path.join(home, 'cka-lab');
});
afterEach(() => rm(home, { recursive: true }));

async function run(args: readonly string[]) {
  const env = { XDG_STATE_HOME: home };
  const result = await execa(process.execPath, [program, ...args], {
    reject: false,
    stdin: 'ignore',
    env,
  });
  return { code: result.exitCode, said: `${result.stdout}\n${result.stderr}` };
}

async function write(name: string, text: string): Promise<void> {
  const file = path.join(state, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

const RECORDS = [
  'labs/rbac.json',
  'clusters/cka-lab-duo.json',
  'exam/exam.json',
  'hosts/rbac.json',
];
const LATER = ['exam-run/exam.json', 'verify/clusters/cka-lab-verify-duo.json', 'exam/keeper.json'];

async function breakAll(text: string): Promise<void> {
  for (const name of [...RECORDS, ...LATER, 'results.jsonl']) await write(name, text);
}

test.each([
  [['status'], 0],
  [['grade'], 2],
  [['grade', 'rbac'], 2],
  [['task'], 2],
  [['hint', 'rbac'], 2],
  [['reset', 'rbac'], 2],
  [['stop', 'rbac'], 2],
  [['watch', 'rbac'], 2],
  [['shell', '--', 'true'], 2],
  [['kubeconfig'], 2],
  [['list'], 0],
  [['stats'], 0],
  [['exam', 'status'], 0],
  [['exam', 'task'], 2],
  [['exam', 'result'], 2],
  [['exam', 'stop', '--yes'], 2],
  [['stop', '--all'], 0],
] as const)('%j answers in words though every record is broken', async (args, code) => {
  for (const text of ['null', '{"lab": {}}']) {
    await breakAll(text);
    const { code: got, said } = await run(args);
    expect({ got, said }).toEqual({ got: code, said: expect.not.stringMatching(/^ {4}at /m) });
    expect(said).not.toContain('This is a bug');
  }
});

test('stop --all puts every broken record aside, and says which', async () => {
  await breakAll('null');
  const { code, said } = await run(['stop', '--all']);
  expect(code).toBe(0);
  for (const name of ['labs/rbac.json', 'clusters/cka-lab-duo.json', 'exam/exam.json']) {
    expect(said).toContain(path.join(state, `${name}.broken`));
    const names = await readdir(path.dirname(path.join(state, name)));
    expect(names).toContain(`${path.basename(name)}.broken`);
    expect(names).not.toContain(path.basename(name));
  }
});

test('a record whose name leads out of our folders is none', async () => {
  const outside = path.join(home, 'precious');
  await mkdir(outside);
  const record = {
    ...{ name: '../../../precious/x', provider: 'kind', mark: 'a', topology: 'duo', image: '' },
    ...{ kubernetes: 'v1.37.2', own: false, phase: 'deleting', created: '' },
  };
  await write('clusters/cka-lab-duo.json', JSON.stringify(record));
  expect((await run(['stop', '--all'])).code).toBe(0);
  expect(await readdir(home)).toContain('precious');
});
