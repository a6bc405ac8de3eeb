import { expect, test } from 'vitest';
import { containerName, hostRun, openShell } from '../../src/exam/host/host.ts';
import { fakes } from '../setup/fakes.ts';

const host = { runtime: { name: 'docker', version: '26.1.5' }, container: 'cka-lab-1-h' } as const;

test('a program runs as the learner, and its exit code is a result', async () => {
  const { context, calls } = await fakes({ docker: 'cat; exit 7' });
  const options = { input: 'in', env: { LAB_NAME: 'a b' } };
  const result = await hostRun(context, host, ['grep', 'x'], options);
  expect(result).toMatchObject({ exitCode: 7, stdout: 'in', timedOut: false });
  expect(await calls()).toEqual([
    'docker exec --interactive --user candidate --workdir /home/candidate --env HOME=/home/candidate --env USER=candidate --env LOGNAME=candidate --env LAB_NAME=a b cka-lab-1-h grep x',
  ]);
});

test('one that takes too long ends with all else that runs on its host', async () => {
  const { context, calls } = await fakes({ docker: 'case $1 in exec) exec sleep 60;; esac' });
  const result = await hostRun(context, host, ['sleep', '60'], { timeout: 300 });
  expect(result).toMatchObject({ timedOut: true });
  expect((await calls()).at(-1)).toBe('docker restart --time 0 cka-lab-1-h');
});

test('a shell has a terminal, one command has none', async () => {
  const { context, calls } = await fakes({ docker: 'exit 3' }, { env: { TERM: 'xterm' } });
  expect((await openShell(context, host)).exitCode).toBe(3);
  expect((await openShell(context, host, { command: ['id'] })).exitCode).toBe(3);
  const [shell, command] = await calls();
  expect(shell).toMatch(/exec --interactive --tty .* --env TERM=xterm cka-lab-1-h bash --login$/);
  expect(command).toMatch(/exec --interactive --user .* cka-lab-1-h id$/);
});

test('names of containers are ours, and never options', () => {
  expect(containerName('4f2a', 'cka0417')).toBe('cka-lab-4f2a-cka0417');
  for (const name of ['', '-rm', 'a b', 'A', '../x']) {
    expect(() => containerName('4f2a', name)).toThrow("can't name a host");
  }
});
