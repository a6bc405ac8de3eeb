import { describe, expect, test } from 'vitest';
import type { NodeReader } from '../../../src/grading/node.ts';
import { reports, startAtBoot } from '../../../src/grading/nodes/reports.ts';
import { passed } from '../../../src/grading/verdict.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';

interface Given {
  kubelet?: string;
  containerd?: string;
  /** Seconds for which the kubelet runs. */
  runsFor?: number;
  runtime?: number;
}

const RUNNING = 'active running';

function node(given: Given): NodeReader {
  const { kubelet = RUNNING, containerd = RUNNING, runsFor = 100, runtime = 0 } = given;
  return {
    read: async () => undefined,
    run: async ([program, _command, service]) => {
      const [active, sub] = (service === 'kubelet' ? kubelet : containerd).split(' ');
      const shown = `MainPID=7\nActiveState=${active}\nSubState=${sub}\n`;
      if (program === 'systemctl') return { exitCode: 0, stdout: shown, stderr: '' };
      if (program === 'ps') return { exitCode: 0, stdout: `   ${runsFor}\n`, stderr: '' };
      return { exitCode: runtime, stdout: '', stderr: '' };
    },
  };
}

function lease(renewed: number) {
  const renewTime = new Date(Date.now() - renewed * 1000).toISOString();
  const metadata = { name: 'n', namespace: 'kube-node-lease', uid: '1' };
  return { kind: 'Lease', metadata, spec: { renewTime } };
}

describe('a kubelet that reports', () => {
  test.each([
    ['runs and reports', {}, 3, undefined],
    ['is stopped', { kubelet: 'inactive dead' }, 3, 'kubelet is inactive'],
    ['ends again and again', { kubelet: 'activating auto-restart' }, 3, "kubelet can't be started"],
    ['has no runtime', { containerd: 'inactive dead' }, 3, 'containerd is inactive'],
    ['reaches nobody', {}, 60, 'the kubelet runs, and does not reach the API server'],
    [
      'reported before it was started anew',
      { runsFor: 30 },
      35,
      'the kubelet runs, and does not reach the API server',
    ],
  ])('%s', async (_case, given, renewed, actual) => {
    const facts = fakeFacts({ node: () => node(given), ...fakeObjects([lease(renewed)]) });
    const outcome = await reports('worker', 'n')(facts);
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(outcome).toMatchObject({ actual });
  });

  test('one that was just started is waited for', async () => {
    let asked = 0;
    const facts = fakeFacts({
      node: () => node(asked++ > 0 ? {} : { runsFor: 2 }),
      ...fakeObjects([lease(3)]),
    });
    expect(await reports('worker', 'n')(facts)).toEqual(passed());
    expect(asked).toBe(2);
  });
});

describe('services at boot', () => {
  test.each([
    ['enabled\nenabled\n', undefined],
    ['enabled\ndisabled\n', 'containerd is disabled'],
    ['enabled-runtime\nenabled\n', 'kubelet is enabled-runtime'],
    ['', 'kubelet is unknown; containerd is unknown'],
  ])('%j', async (stdout, actual) => {
    const run = async () => ({ exitCode: 1, stdout, stderr: '' });
    const facts = fakeFacts({ node: () => ({ read: async () => undefined, run }) });
    const outcome = await startAtBoot('worker', 'kubelet', 'containerd')(facts);
    if (actual === undefined) expect(outcome).toEqual(passed());
    else expect(outcome).toMatchObject({ actual });
  });
});
