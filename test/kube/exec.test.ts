import { expect, test } from 'vitest';
import { connect } from '../../src/kube/connection.ts';
import { createExec, exitCodeOf } from '../../src/kube/exec.ts';

test('the exit code is read from the status', () => {
  expect(exitCodeOf({ status: 'Success' })).toBe(0);
  const causes = [{ reason: 'ExitCode', message: '3' }];
  expect(exitCodeOf({ status: 'Failure', reason: 'NonZeroExitCode', details: { causes } })).toBe(3);
});

test.each([
  { status: 'Failure', reason: 'InternalError', message: 'executable file not found' },
  { status: 'Failure', reason: 'NonZeroExitCode', message: 'no code was given' },
  {
    status: 'Failure',
    message: 'gone',
    details: { causes: [{ reason: 'ExitCode', message: '1' }] },
  },
])('any other failure means that the program did not run: $message', (status) => {
  expect(() => exitCodeOf(status)).toThrow(status.message);
});

test('without a server there is an error that names the command', async () => {
  const kubeconfig = JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:9' } }],
    users: [{ name: 'u', user: {} }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
  const exec = await createExec({ kubeconfig }, await connect({ kubeconfig }));
  const run = exec({ namespace: 'n', pod: 'p', container: 'c' }, ['id'], { seconds: 5 });
  await expect(run).rejects.toThrow(/^Running 'id' in pod p of n was not possible: .*ECONNREFUSED/);
});
