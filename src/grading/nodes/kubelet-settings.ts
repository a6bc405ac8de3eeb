import { X509Certificate } from 'node:crypto';
import { InfrastructureError } from '../../errors.ts';
import { differencesOf, of } from '../../kube/difference.ts';
import { documentsIn } from '../../yaml/learner.ts';
import type { Kept, Look } from '../define.ts';
import type { NodeReader } from '../node.ts';
import { failed, joined, type Outcome, passed, sameAs } from '../verdict.ts';
import { byFlag, flagsOf } from './settings.ts';

const CONFIG = '/var/lib/kubelet/config.yaml';

/** What a seed script printed of a kubelet, one line of JSON. */
interface Printed {
  /** Its command line. */
  args: string[];
  /** The text of its config.yaml. */
  config: string;
}

/**
 * A node's kubelet runs with the flags that it had at the start, its config.yaml says what it said,
 * and to the API server it is that node. What it had is a line {"args": …, "config": …} that a seed
 * script printed.
 */
export function kubeletAsBefore(node: string, fullName: string, printed: Kept): Look {
  return async (facts) => {
    const here = facts.node(node);
    const before = printedIn(printed(facts));
    const [args, config] = await Promise.all([argsOf(here), here.read(CONFIG)]);
    const expected = `the kubelet of ${fullName} has the settings that it had`;
    if (!args) return failed({ expected, actual: 'no kubelet runs' });
    const [had, has] = [flagsOf(before.args), flagsOf(args)];
    const subject = await subjectOf(here, has);
    const itself = subject?.includes(`CN=system:node:${fullName}`);
    const who = subject?.replaceAll('\n', ', ') ?? 'nobody';
    return joined([
      sameAs(expected, of('kubelet', differencesOf(byFlag(had), byFlag(has)))),
      configKept(expected, before.config, config),
      itself ? passed() : failed({ expected, actual: `to the API server it is ${who}` }),
    ]);
  };
}

function printedIn(text: string): Printed {
  const line = text.split('\n').find((one) => one.startsWith('{'));
  if (line !== undefined) return JSON.parse(line);
  throw new InfrastructureError('What the kubelet was started with was not kept.', {
    next: 'Run `cka-lab reset`.',
  });
}

async function argsOf(node: NodeReader): Promise<string[] | undefined> {
  const { stdout } = await node.run(['systemctl', 'show', 'kubelet', '--property=MainPID']);
  const pid = Number(stdout.trim().split('=')[1]);
  const { exitCode, stdout: line } = await node.run(['cat', `/proc/${pid || 'none'}/cmdline`]);
  return exitCode === 0 && line !== '' ? line.replace(/\0$/, '').split('\0') : undefined;
}

function configKept(expected: string, before: string, now: string | undefined): Outcome {
  if (now === undefined) return sameAs(expected, [{ of: CONFIG, path: [], before }]);
  const [[was], [is]] = [documentsIn(before), documentsIn(now)];
  if (is === undefined) return failed({ expected, actual: `${CONFIG} is no YAML` });
  return sameAs(expected, of(CONFIG, differencesOf(was, is)));
}

interface Kubeconfig {
  users?: { user?: { 'client-certificate'?: string; 'client-certificate-data'?: string } }[];
}

/** Whom the certificate names that the kubelet shows to the API server, a part in each line. */
async function subjectOf(node: NodeReader, flags: readonly string[]): Promise<string | undefined> {
  const flag = flags.find((one) => one.startsWith('--kubeconfig='));
  const text = await node.read(
    flag?.slice('--kubeconfig='.length) ?? '/etc/kubernetes/kubelet.conf',
  );
  try {
    const user = (documentsIn(text ?? '')[0] as Kubeconfig).users?.[0]?.user;
    const data = user?.['client-certificate-data'];
    const file = user?.['client-certificate'];
    const pem = data ? Buffer.from(data, 'base64') : file && (await node.read(file));
    return pem ? new X509Certificate(pem).subject : undefined;
  } catch {
    return undefined;
  }
}
