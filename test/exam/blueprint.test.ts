import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  blueprintFolder,
  blueprintNames,
  blueprints,
  loadBlueprint,
  tasksByDomain,
} from '../../src/exam/blueprint.ts';
import { blueprintJsonSchema } from '../../src/exam/json-schema.ts';
import { folderWith } from '../lab/folder.ts';

const HEAD = 'version: 1\nname: mine\ntitle: Mine\nminutes: 30\n';
const RIGHT = `${HEAD}tasks: 4\nweights: { storage: 50, networking: 50 }\n`;

test('the blueprints of this package', async () => {
  expect(await blueprintNames()).toEqual(['cka', 'notes', 'short']);
  const all = await blueprints();
  expect([...all.keys()]).toEqual(['cka', 'notes', 'short']);
  expect(await loadBlueprint('cka', '/nowhere')).toEqual(all.get('cka'));
});

test('nothing but blueprints and their schema is in the folder', async () => {
  const files = await readdir(blueprintFolder);
  expect(files.sort()).toEqual([
    'blueprint.schema.json',
    ...['cka', 'notes', 'short'].map((name) => `${name}.yaml`),
  ]);
});

test('src/exam/blueprints/blueprint.schema.json is up to date', async () => {
  const file = path.join(blueprintFolder, 'blueprint.schema.json');
  const written = await readFile(file, 'utf8');
  expect(written, 'run: node src/exam/write-schema.ts').toBe(blueprintJsonSchema());
});

test('every field says what it is', () => {
  const { properties } = JSON.parse(blueprintJsonSchema());
  for (const [name, field] of Object.entries<{ description?: string }>(properties)) {
    expect(field.description, name).toBeTruthy();
  }
});

test("a file of the user's, with what is left out filled in", async () => {
  const root = await folderWith({ 'exams/mine.yaml': RIGHT });
  const expected = {
    name: 'mine',
    passMark: 66,
    access: 'ssh',
    draw: { tags: [], without: ['legacy'], scopes: ['api', 'node', 'own'], memory: 4096 },
  };
  expect(await loadBlueprint('exams/mine.yaml', root)).toMatchObject(expected);
  expect(await loadBlueprint('./mine.yaml', path.join(root, 'exams'))).toMatchObject(expected);
  expect(await loadBlueprint(path.join(root, 'exams/mine.yaml'), '/')).toMatchObject(expected);
});

describe('mistakes', () => {
  test.each<[string, string[]]>([
    [RIGHT.replace('mine', 'yours'), ['2:7 name must be "mine", as the file\'s']],
    [`${HEAD}tasks: 4\n`, ['1:1 weights is missing']],
    [
      `${HEAD}tasks: 4\nweights: { storge: 50, networking: 50 }\n`,
      ['6:10 weights must add up to 100', '6:12 unknown key "storge"; did you mean "storage"?'],
    ],
    [
      `${HEAD}tasks: 4\nweights: { storage: 40, networking: 50 }\n`,
      ['6:10 weights must add up to 100'],
    ],
    [
      `${HEAD}tasks: 4\nweights: { storage: 10, networking: 90 }\n`,
      ['6:21 weights.storage: 10 percent of 4 tasks is none; raise tasks, or leave storage out'],
    ],
    [
      `${RIGHT}draw: { scope: [api], memory: 0 }\nacess: ssh\n`,
      [
        '7:9 unknown key "scope"; did you mean "scopes"?',
        '7:31 draw.memory must be at least 1, not 0',
        '8:1 unknown key "acess"; did you mean "access"?',
      ],
    ],
    ['- a\n', ['1:1 must be a mapping, not a list']],
    ['', ['1:1 the file is empty']],
  ])('%j', async (text, expected) => {
    const root = await folderWith({ 'mine.yaml': text });
    const error = await loadBlueprint('mine.yaml', root).catch((reason) => reason);
    const list = expected.map((one) => `\n  mine.yaml:${one}`).join('');
    expect(error).toMatchObject({
      exitCode: 2,
      message: `The blueprint "mine" has mistakes:${list}`,
      next: 'Correct them; `cka-lab lint mine.yaml` tells when all is well.',
    });
  });

  test('a name that is none of ours', async () => {
    await expect(loadBlueprint('shrot', '/')).rejects.toMatchObject({
      exitCode: 2,
      message: 'There is no blueprint "shrot".',
      next: 'Did you mean short?',
    });
    await expect(loadBlueprint('winter-term', '/')).rejects.toMatchObject({
      next: 'Take cka, notes, short, or the path of a file of yours, such as ./winter-term.yaml.',
    });
  });

  test('a file that is not there', async () => {
    await expect(loadBlueprint('/nowhere/mine.yaml', '/')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("The blueprint /nowhere/mine.yaml can't be read: ENOENT"),
    });
  });
});

describe('tasks by domain', () => {
  const cka = {
    architecture: 25,
    workloads: 15,
    networking: 20,
    storage: 10,
    troubleshooting: 30,
  };

  test.each([
    [cka, 17, [4, 3, 3, 2, 5]],
    [cka, 20, [5, 3, 4, 2, 6]],
    // Of equal remainders, the domain that is published first.
    [{ storage: 50, workloads: 50 }, 3, [0, 2, 0, 1, 0]],
    [{ architecture: 34, networking: 33, storage: 33 }, 4, [2, 0, 1, 1, 0]],
    [{ troubleshooting: 100 }, 7, [0, 0, 0, 0, 7]],
  ])('%j of %i', (weights, tasks, expected) => {
    expect(Object.values(tasksByDomain({ weights, tasks }))).toEqual(expected);
  });
});
