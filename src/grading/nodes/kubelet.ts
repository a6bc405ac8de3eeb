import type { NodeReader } from '../node.ts';
import { failed, type Outcome, passed } from '../verdict.ts';

/**
 * Whether the kubelet that runs on a node is of this version ('1.37.2'): the process, not the
 * program that is installed, and not the node's status, which lags up to 50 s.
 */
export async function kubeletRuns(
  node: NodeReader,
  title: string,
  version: string,
): Promise<Outcome> {
  const not = (actual: string, why?: string) =>
    failed({ expected: `${title} runs kubelet ${version}`, actual, ...(why ? { why } : {}) });
  const pid = await mainPid(node);
  if (pid === undefined) return not('no kubelet runs');
  const [program, installed] = await Promise.all([
    node.run(['readlink', `/proc/${pid}/exe`]),
    node.run(['kubelet', '--version']),
  ]);
  if (program.exitCode !== 0) return not('no kubelet runs');
  // The kernel says so when the file that a process was started from was replaced.
  if (program.stdout.trim().endsWith(' (deleted)')) {
    return not(
      'the former kubelet runs on',
      'A program that was replaced runs on until its service is restarted.',
    );
  }
  const found = installed.stdout.replace('Kubernetes v', '').trim();
  return found === version ? passed() : not(`kubelet ${found || 'of no known version'}`);
}

async function mainPid(node: NodeReader): Promise<number | undefined> {
  const { stdout } = await node.run(['systemctl', 'show', 'kubelet', '--property=MainPID']);
  const pid = Number(/^MainPID=(\d+)$/m.exec(stdout)?.[1]);
  return pid > 0 ? pid : undefined;
}
