import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { collect } from '../../src/grading/define.ts';
import { loadGrader } from '../../src/grading/load.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { fakeLab } from './fakes.ts';

const GRADER = `import { grader, passed } from 'cka-lab/grader';
export default grader(({ check }) => check('one', 1, 'One', async () => passed()));
`;
let folder: string;
const write = async (name: string, text: string) => {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
};
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-graders-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('our own graders load', async () => {
  const grader = await loadGrader(path.join(packageRoot, 'graders', 'rbac.ts'));
  expect(collect(grader, fakeLab()).checks.map(({ id }) => id)).toContain('nothing-more');
});

test('so does one from anywhere on disk', async () => {
  const grader = await loadGrader(await write('mine.ts', GRADER));
  expect(collect(grader, fakeLab()).checks).toMatchObject([{ id: 'one' }]);
});

test('and outside of tests, without loading the client for Kubernetes', async () => {
  const file = await write('plain.ts', GRADER);
  const script = `
    import { loadGrader } from ${JSON.stringify(path.join(packageRoot, 'src/grading/load.ts'))};
    import { collect } from ${JSON.stringify(path.join(packageRoot, 'src/grading/define.ts'))};
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const lab = { id: 'demo', parameters: {}, parts: [] };
    const ids = [];
    for (const file of ${JSON.stringify([file, path.join(packageRoot, 'graders/rbac.ts')])}) {
      ids.push(...collect(await loadGrader(file), lab).checks.map(({ id }) => id));
    }
    console.log(JSON.stringify({ ids, client: loaded.filter((url) => url.includes('client-node')) }));
  `;
  const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', script]);
  const { ids, client } = JSON.parse(stdout);
  expect(ids.slice(0, 2)).toEqual(['one', 'may-roll-out']);
  expect(client).toEqual([]);
});

test.each([
  ['no-default.ts', 'export const grader = 1;', 'exports no grader'],
  ['not-made.ts', 'export default { define() {} };', 'exports no grader'],
  ['throws.ts', 'throw new Error("broken inside");', 'broken inside'],
])('%s is a mistake of its author', async (name, text, message) => {
  const loading = loadGrader(await write(name, text));
  await expect(loading).rejects.toThrow(message);
  await expect(loading).rejects.toBeInstanceOf(UsageError);
});

test('a grader that is not there', async () => {
  await expect(loadGrader(path.join(folder, 'none.ts'))).rejects.toThrow('does not exist');
});
