import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAnswers } from '../../src/exam/answers.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { folderWith } from '../lab/folder.ts';
import { examOf } from './record-fixture.ts';

const bank = await loadBank([labFolders(packageRoot)]);
const { draw } = examOf([{ lab: 'rbac' }, { lab: 'service-clusterip' }]);

const read = async (files: Record<string, string>) =>
  readAnswers(await folderWith(files), bank, draw);

describe('a folder of answers', () => {
  test('is read whole: manifests in order, the script, and what they need', async () => {
    const { byLab, remarks } = await read({
      'rbac/2-binding.yml': 'b',
      'rbac/1-role.yaml': 'a',
      'rbac/answer.sh': 'true',
      'rbac/parts/more.yaml': 'c',
      'README.md': 'Mine.',
      '.github/x.yaml': '',
    });
    expect(remarks).toEqual([]);
    expect([...byLab.keys()]).toEqual(['rbac']);
    const answer = byLab.get('rbac');
    expect(answer).toMatchObject({
      manifests: ['1-role.yaml', '2-binding.yml'],
      script: true,
      flaw: null,
    });
    expect(answer?.files.map(({ name }) => name)).toEqual([
      '1-role.yaml',
      '2-binding.yml',
      'answer.sh',
      'parts/more.yaml',
    ]);
  });

  test('with an unknown lab is refused, with near names and the labs of the exam', async () => {
    const error = await read({ 'rbca/answer.sh': '', 'rbac/answer.sh': '' }).catch((one) => one);
    expect(error).toMatchObject({
      exitCode: 2,
      next: 'This exam has rbac, service-clusterip.',
    });
    expect(error.message).toMatch(/rbca: did you mean rbac\?/);
  });

  test('that does not exist is refused', async () => {
    await expect(readAnswers('/nowhere/at-all', bank, draw)).rejects.toMatchObject({ exitCode: 2 });
  });

  test('may hold answers that are not asked for, which is remarked', async () => {
    const { byLab, remarks } = await read({ 'etcd-backup/answer.sh': '', 'rbac.yaml': '' });
    expect(byLab.size).toBe(0);
    expect(remarks).toEqual([
      'The file rbac.yaml is in no folder of a lab, so it was not used.',
      'The lab etcd-backup is not in this exam, so its answer was not used.',
    ]);
  });
});

describe('an answer has a flaw, and the others none,', () => {
  const flawOf = async (prepare: (root: string) => Promise<unknown>) => {
    const root = await folderWith({ 'service-clusterip/answer.sh': 'true' });
    await mkdir(path.join(root, 'rbac'));
    await prepare(path.join(root, 'rbac'));
    const { byLab } = await readAnswers(root, bank, draw);
    expect(byLab.get('service-clusterip')?.flaw).toBeNull();
    expect(byLab.get('rbac')?.files).toEqual([]);
    return byLab.get('rbac')?.flaw;
  };

  test('when a file is a link: it could lead to anything on this machine', async () => {
    const flaw = await flawOf((folder) => symlink('/etc/passwd', path.join(folder, 'x.yaml')));
    expect(flaw).toBe('rbac/x.yaml is a link, which is not followed');
  });

  test('when it holds nothing that could be applied', async () => {
    expect(await flawOf(async () => {})).toBe(
      'there is none: rbac holds neither a manifest nor answer.sh',
    );
  });

  test('when its folder is a link itself', async () => {
    const root = await folderWith({ 'elsewhere/answer.sh': 'true' });
    const dir = await folderWith({});
    await symlink(path.join(root, 'elsewhere'), path.join(dir, 'rbac'));
    const { byLab } = await readAnswers(dir, bank, draw);
    expect(byLab.get('rbac')?.flaw).toBe('rbac is not a folder');
  });

  test('when it is too large', async () => {
    const root = await folderWith({ 'rbac/answer.sh': 'x'.repeat(9 * 2 ** 20) });
    const { byLab } = await readAnswers(root, bank, draw);
    expect(byLab.get('rbac')?.flaw).toBe('it is larger than 8 MiB or 200 files');
  });
});

describe('no file of an answer is lost without a word', () => {
  const POD = '{"apiVersion":"v1","kind":"Pod"}';
  const found = async (files: Record<string, string>) => {
    const { byLab, remarks } = await read(files);
    const { manifests, script, flaw } = byLab.get('rbac') ?? {};
    return { manifests, script, flaw, remarks };
  };

  test('manifests have any ending that kubectl takes', async () => {
    const { manifests, remarks } = await found({
      'rbac/a.json': POD,
      'rbac/B.YAML': 'b',
      'rbac/c.Yml': 'c',
    });
    expect(manifests).toEqual(['B.YAML', 'a.json', 'c.Yml']);
    expect(remarks).toEqual([]);
  });

  test('JSON beside a script is its data, unless it is an object', async () => {
    const { manifests } = await found({
      'rbac/answer.sh': 'true',
      'rbac/pod.json': POD,
      'rbac/patch.json': '[{"op":"add"}]',
    });
    expect(manifests).toEqual(['pod.json']);
  });

  test('what is not used is named', async () => {
    const { flaw, remarks } = await found({
      'rbac/role.yaml': 'a',
      'rbac/answer.SH': 'true',
      'rbac/.hidden.yaml': 'a',
      'rbac/parts/more.yaml': 'c',
      'rbac/task.md': 'Do it.',
      '.rbac/answer.sh': 'true',
      'notes\u001b[2J.txt': '',
    });
    expect(flaw).toBeNull();
    expect(remarks).toEqual([
      'The file "notes\\u001b[2J.txt" is in no folder of a lab, so it was not used.',
      'The file .rbac is in no folder of a lab, so it was not used.',
      'The answer to rbac holds what is neither a manifest at its top nor answer.sh, so it was not used: .hidden.yaml, answer.SH (did you mean answer.sh?), parts/more.yaml.',
    ]);
  });

  test('a script of another name is no answer, and the reason names it', async () => {
    expect((await found({ 'rbac/answer.bash': 'true' })).flaw).toBe(
      'there is none: rbac holds neither a manifest nor answer.sh, but answer.bash (did you mean answer.sh?)',
    );
  });
});
