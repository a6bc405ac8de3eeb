import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InfrastructureError, UsageError } from '../../src/errors.ts';
import {
  checkWritable,
  FORMS,
  parseReports,
  type WantedReport,
  writeReports,
} from '../../src/report/forms.ts';
import { render } from '../../src/report/render.ts';
import { exam } from './exam-fixture.ts';
import { report } from './fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-forms-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const parse = (values: string[], env: Record<string, string> = {}) =>
  parseReports(values, { cwd: '/exam', env });

function world() {
  const notes: string[] = [];
  const progress = {
    step: <T>(_text: string, work: (update: (detail: string) => void) => Promise<T>) =>
      work(() => {}),
    note: (text: string) => void notes.push(text),
  };
  return { notes, progress };
}

const at = (form: WantedReport['form'], name: string): WantedReport => ({
  form,
  file: path.join(folder, name),
  append: false,
});

describe('--report', () => {
  test('names forms and files, several in one, and may be given several times', () => {
    expect(parse(['junit=a.xml,html=/out/b.html', 'text=c=d'])).toEqual([
      { form: 'junit', file: '/exam/a.xml', append: false },
      { form: 'html', file: '/out/b.html', append: false },
      { form: 'text', file: '/exam/c=d', append: false },
    ]);
    expect(parse([])).toEqual([]);
  });

  test("adds Markdown without a path to the job's summary", () => {
    const env = { GITHUB_STEP_SUMMARY: '/summary.md' };
    const added = { form: 'markdown', file: '/summary.md', append: true };
    expect(parse(['markdown'], env)).toEqual([added]);
    expect(parse(['markdown=/summary.md'], env)).toEqual([added]);
    expect(parse(['markdown=own.md'], env)).toEqual([
      { form: 'markdown', file: '/exam/own.md', append: false },
    ]);
  });

  test.each([
    [['junti=a'], 'There is no form of report "junti"; did you mean "junit"?'],
    [['a.xml'], 'There is no form of report "a.xml".'],
    [['junit=a,'], 'There is no form of report "".'],
    [['junit'], 'The path of the junit report is missing.'],
    [['html='], 'The path of the html report is missing.'],
    [
      ['markdown'],
      'The path of the markdown report is missing and GITHUB_STEP_SUMMARY is not set.',
    ],
    [['junit=a,html=b', 'tap=./a'], 'Two reports would be written to /exam/a.'],
  ])('%j is refused', (values, message) => {
    const refused = () => parse(values);
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(expect.objectContaining({ message }));
  });
});

describe('before an exam', () => {
  test('folders that are missing are made, and no file', async () => {
    await checkWritable([at('junit', 'a/b/c.xml'), at('html', 'there.html')]);
    expect(await readdir(path.join(folder, 'a/b'))).toEqual([]);
    expect(await readdir(folder)).toEqual(['a']);
  });

  test.each([
    ['a folder', 'folder', 'it is a folder'],
    ['below a file', 'file/b/c.xml', 'ENOTDIR'],
  ])('a path that is %s is refused', async (_what, name, why) => {
    await mkdir(path.join(folder, 'folder'));
    await writeFile(path.join(folder, 'file'), '');
    const checked = checkWritable([at('html', 'fine.html'), at('junit', name)]);
    await expect(checked).rejects.toThrow(UsageError);
    await expect(checkWritable([at('junit', name)])).rejects.toThrow(why);
  });

  test.runIf(process.platform === 'linux')('an open file is refused', async () => {
    const opened = await open(path.join(folder, 'log'), 'w');
    const file = `/dev/fd/${opened.fd}`;
    const checked = checkWritable([{ form: 'text', file, append: false }]);
    await expect(checked).rejects.toThrow('it is an open file; name the file itself');
    await opened.close();
  });

  test.runIf(process.platform === 'linux')('a folder that nobody can make is refused', async () => {
    const file = '/proc/no-such/report.xml';
    const checked = checkWritable([{ form: 'junit', file, append: false }]);
    await expect(checked).rejects.toThrow(UsageError);
  });
});

describe('writing', () => {
  test('writes every form of both kinds', async () => {
    const { progress } = world();
    for (const one of [exam(), report()]) {
      const wanted = FORMS.map((form) => at(form, `${one.title}/${form}`));
      expect(await writeReports({ progress }, one, wanted)).toBeUndefined();
      for (const { form, file } of wanted) {
        const text = await readFile(file, 'utf8');
        expect(text).toBe(render(form, one));
        expect(text.endsWith('\n')).toBe(true);
        expect(text).toContain(one.title);
      }
      // Nothing half-written is left.
      expect(await readdir(path.join(folder, one.title))).toEqual([...FORMS].sort());
    }
  });

  test('says where each report is', async () => {
    const { progress, notes } = world();
    await writeReports({ progress }, exam(), [at('tap', 'a.tap')]);
    expect(notes).toEqual([`Wrote the tap report to ${path.join(folder, 'a.tap')}.`]);
  });

  test('one that fails keeps no other from being written, and is named with the reason', async () => {
    await mkdir(path.join(folder, 'folder'));
    await writeFile(path.join(folder, 'file'), 'kept');
    const { progress } = world();
    const error = await writeReports({ progress }, exam(), [
      at('junit', 'folder'),
      at('html', 'file/a.html'),
      at('tap', 'written.tap'),
    ]);
    expect(error).toBeInstanceOf(InfrastructureError);
    expect(error?.message).toMatch(
      /\/folder \(EISDIR.*; .*\/a\.html \(.*file is not a folder\)\.$/,
    );
    expect(await readFile(path.join(folder, 'written.tap'), 'utf8')).toContain('TAP version 14');
    expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('kept');
  });

  test('replaces an older report, and adds to a summary', async () => {
    const { progress } = world();
    await writeFile(path.join(folder, 'a'), 'older\n');
    await writeReports({ progress }, exam(), [at('markdown', 'a')]);
    expect(await readFile(path.join(folder, 'a'), 'utf8')).toBe(render('markdown', exam()));
    await writeFile(path.join(folder, 'b'), 'older\n');
    await writeReports({ progress }, exam(), [{ ...at('markdown', 'b'), append: true }]);
    expect(await readFile(path.join(folder, 'b'), 'utf8')).toBe(
      `older\n${render('markdown', exam())}`,
    );
  });

  test('a pipe is written to, not replaced', async () => {
    const pipe = path.join(folder, 'pipe');
    await execa('mkfifo', [pipe]);
    const { progress } = world();
    const [text] = await Promise.all([
      readFile(pipe, 'utf8'),
      writeReports({ progress }, exam(), [at('tap', 'pipe')]),
    ]);
    expect(text).toBe(render('tap', exam()));
    expect(await readdir(folder)).toEqual(['pipe']);
  });
});

test('`grade` refuses a report that can not be written before it looks for a lab', async () => {
  const main = path.resolve(import.meta.dirname, '../../src/main.ts');
  const grade = (...reports: string[]) =>
    execa(process.execPath, [main, 'grade', ...reports.flatMap((one) => ['--report', one])], {
      reject: false,
      stdin: 'ignore',
      env: { XDG_STATE_HOME: folder },
      cwd: folder,
    });
  const twice = await grade('junit=a', 'html=a');
  expect(twice).toMatchObject({ exitCode: 2 });
  expect(twice.stderr).toContain(`Two reports would be written to ${path.join(folder, 'a')}.`);
  expect(await grade('junit=.')).toMatchObject({ exitCode: 2 });
  const fine = await grade('junit=a.xml', 'html=b.html');
  expect(fine.stderr).toContain('No lab is on.');
  expect(await readdir(folder)).not.toContain('a.xml');
});
