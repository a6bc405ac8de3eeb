import { existsSync } from 'node:fs';
import { mkdir, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { checkout, INSTALL } from './checkout.ts';

const CI = 'ci --include=dev --no-audit --no-fund --loglevel=error';

test('hands arguments, folder, process and exit code over to the Node on PATH', async () => {
  await using lab = await checkout();
  await lab.node('v22.19.0');
  await lab.npm(INSTALL);
  const child = lab.start(['start', 'two words', '', '--', '$HOME', '*']);
  const { stdout, exitCode } = await child;
  expect(exitCode).toBe(7);
  expect(stdout.split('\n')).toEqual([
    `path ${child.pid}`,
    lab.bin,
    lab.file('src/main.ts'),
    ...['start', 'two words', '', '--', '$HOME', '*'],
  ]);
});

test.each(['v22.18.0', 'v20.20.2', 'v18.0.0', 'nonsense'])(
  'a Node %s on PATH is too old: the one that npm brought is taken',
  async (version) => {
    await using lab = await checkout();
    await lab.node(version);
    await lab.npm(INSTALL);
    expect((await lab.start()).stdout).toMatch(/^bundled /);
  },
);

test('a checkout that was installed runs without any Node on PATH', async () => {
  await using lab = await checkout();
  await lab.node('v20.20.2');
  await lab.npm(INSTALL);
  await lab.start();
  await rm(path.join(lab.bin, 'node'));
  await rm(path.join(lab.bin, 'npm'));
  expect((await lab.start()).stdout).toMatch(/^bundled /);
});

test('installs once, on stderr, and again when the lock file has changed', async () => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm(`${INSTALL}\necho npm talks`);
  const first = await lab.start();
  expect(first.stdout).not.toContain('npm');
  expect(first.stderr).toBe('Installing what cka-lab is made of (npm ci), once …\nnpm talks');
  expect((await lab.start()).stderr).toBe('');
  expect(await lab.npmCalls()).toEqual([CI]);
  await writeFile(lab.file('package-lock.json'), '{"second": true}\n');
  expect((await lab.start()).exitCode).toBe(7);
  expect(await lab.npmCalls()).toEqual([CI, CI]);
});

test('works through links, absolute and relative, and from PATH', async () => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm(INSTALL);
  const links = path.join(lab.bin, 'more links');
  await mkdir(links);
  await symlink(lab.file('cka-lab'), path.join(links, 'absolute'));
  await symlink('absolute', path.join(links, 'relative'));
  await symlink('more links/relative', path.join(lab.bin, 'cka-lab'));
  for (const file of [path.join(links, 'absolute'), path.join(links, 'relative'), 'cka-lab']) {
    expect((await lab.start([], file)).stdout).toContain(lab.file('src/main.ts'));
  }
});

test('an install that is told to stop leaves nothing that counts as installed', async () => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm(`${INSTALL}\necho $$ > npm-pid\nexec sleep 60`);
  const child = lab.start();
  await until(() => existsSync(lab.file('npm-pid')));
  child.kill('SIGTERM');
  expect((await child).exitCode).toBe(143);
  expect(existsSync(lab.file('.cka-lab-installing'))).toBe(false);
  await lab.npm(INSTALL);
  expect((await lab.start()).stdout).toMatch(/^path /);
  expect(await lab.npmCalls()).toHaveLength(2);
});

test('an install that was killed does not block the next one', async () => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm('touch began; exec sleep 2');
  await lab.npm('echo > began; exec sleep 2');
  const child = lab.start();
  await until(() => existsSync(lab.file('began')));
  child.kill('SIGKILL');
  await child;
  expect(existsSync(lab.file('node_modules/.cka-lab-installed'))).toBe(false);
  await lab.npm(INSTALL);
  expect((await lab.start()).stdout).toMatch(/^path /);
});

test('of two at once one installs and the other waits', async () => {
  await using lab = await checkout();
  await lab.node('v20.20.2');
  await lab.npm(`sleep 1\n${INSTALL}`);
  const both = await Promise.all([lab.start(['one']), lab.start(['two'])]);
  expect(both.map(({ exitCode }) => exitCode)).toEqual([7, 7]);
  expect(await lab.npmCalls()).toEqual([CI]);
  expect(both.map(({ stderr }) => stderr).join()).toMatch(/Waiting for process \d+/);
});

test.each([
  ['of somebody else, by its number alone', () => `${process.pid}`],
  ['of an earlier process of that number', () => `${process.pid}@1-some-boot@${hostname()}`],
  ['of a process that is gone', () => `4194300@1-some-boot@${hostname()}`],
  ['that names nothing', () => 'x'],
])('a lock %s is not waited for', async (_case, text) => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm(INSTALL);
  await symlink(text(), lab.file('.cka-lab-installing'));
  expect(await lab.start()).toMatchObject({
    exitCode: 7,
    stderr: expect.not.stringContaining('Waiting'),
  });
  expect((await readdir(lab.root)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('of many that find such a lock one installs', async () => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm(`sleep 1\n${INSTALL}`);
  await symlink(`${process.pid}@1-some-boot@${hostname()}`, lab.file('.cka-lab-installing'));
  const all = await Promise.all(Array.from({ length: 6 }, () => lab.start()));
  expect(all.map(({ exitCode }) => exitCode)).toEqual([7, 7, 7, 7, 7, 7]);
  expect(await lab.npmCalls()).toEqual([CI]);
});

test('a holder that is stopped is waited for, and told how to end', async () => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm('echo > began; exec sleep 60');
  const holder = lab.start();
  await until(() => existsSync(lab.file('began')));
  const pid = holder.pid as number;
  process.kill(pid, 'SIGSTOP');
  expect(await readlink(lab.file('.cka-lab-installing'))).toMatch(`${pid}@`);
  await lab.npm(INSTALL);
  const other = lab.start();
  let said = '';
  other.stderr?.on('data', (text) => {
    said += text;
  });
  await until(() => said.includes('\n'));
  const [, end = ''] = /To end it: (.*)/.exec(said) ?? [];
  expect(said).toContain(`Waiting for process ${pid}, which installs cka-lab and is stopped`);
  expect(await readlink(lab.file('.cka-lab-installing'))).toMatch(`${pid}@`);
  await execa('sh', ['-c', end]);
  expect((await holder).exitCode).toBe(143);
  expect((await other).exitCode).toBe(7);
});

test('a lock of another machine is waited for, with what to do if that one is gone', async () => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm(INSTALL);
  await symlink('1@1-boot@elsewhere', lab.file('.cka-lab-installing'));
  const child = lab.start();
  let said = '';
  child.stderr?.on('data', (text) => {
    said += text;
  });
  await until(() => said.includes('\n'));
  const [, remove = ''] = /process 1 on elsewhere.*If there is none: (.*)/.exec(said) ?? [];
  await execa('sh', ['-c', remove]);
  expect((await child).exitCode).toBe(7);
});

test('what it says to type can be pasted, whatever the folder is called', async () => {
  await using lab = await checkout('sources', 'it\'s $HOME of `id` "x"');
  await lab.node('v24.0.0');
  await lab.npm('exit 1');
  const [, typed = ''] = /Try by hand: (.*)/.exec((await lab.start()).stderr) ?? [];
  const told = `npm() { pwd -P; echo "$@"; }; ${typed}`;
  expect((await execa('sh', ['-c', told])).stdout).toBe(`${lab.root}\nci --include=dev`);
});

test('a failing npm ends with what to do, and counts for nothing', async () => {
  await using lab = await checkout();
  await lab.node('v24.0.0');
  await lab.npm(`${INSTALL}\necho 'npm error ENOSPC' >&2; exit 1`);
  const { exitCode, stderr, stdout } = await lab.start();
  expect(exitCode).toBe(3);
  expect(stdout).toBe('');
  expect(stderr).toContain('npm error ENOSPC\nError: npm could not install');
  expect(stderr).toContain(`cd '${lab.root}' && npm ci`);
  await lab.start();
  expect(await lab.npmCalls()).toHaveLength(2);
});

test('says what to install where there is no Node or no npm', async () => {
  await using lab = await checkout();
  await lab.npm(INSTALL);
  const noNode = await lab.start();
  expect(noNode.exitCode).toBe(3);
  expect(noNode.stderr).toMatch(/needs Node\.js with npm.*\n→ Install Node\.js 22\.19 or later/);
  await lab.node('v24.0.0');
  await rm(path.join(lab.bin, 'npm'));
  expect(await lab.start()).toMatchObject({ exitCode: 3, stderr: noNode.stderr });
});

test('says so when npm brings no Node for this machine', async () => {
  await using lab = await checkout();
  await lab.node('v20.20.2');
  await lab.npm('mkdir node_modules');
  const { exitCode, stderr } = await lab.start();
  expect(exitCode).toBe(3);
  expect(stderr).toContain('needs Node.js 22.19 or later; the one on PATH is v20.20.2');
});

test('the published package runs compiled JavaScript and installs nothing', async () => {
  await using lab = await checkout('published');
  await lab.npm(INSTALL);
  expect(await lab.start()).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('22.19 or later; the one on PATH is missing'),
  });
  await lab.node('v20.20.2');
  expect(await lab.start()).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('the one on PATH is v20.20.2'),
  });
  await lab.node('v24.0.0');
  expect((await lab.start(['list'])).stdout).toContain(`${lab.file('dist/src/main.js')}\nlist`);
  expect(await lab.npmCalls()).toEqual([]);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}
