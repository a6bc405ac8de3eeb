import type { ClusterRecord } from '../../cluster/record.ts';
import type { Context } from '../../context.ts';
import { inRuntime } from '../../host/runtime.ts';
import { ensureContainer, type Making } from './container.ts';
import { containerName, type ExamHost, filesOnHost, HOME } from './host.ts';
import { kubeconfigInside } from './kubeconfig.ts';
import { kubectlOf } from './kubectl.ts';
import { type HostFile, putFiles } from './put.ts';

const MEMORY = '1g';
const PROCESSES = '1000';
/** What sshd, sudo and a learner who is root need: no devices and no mounts. */
const CAPABILITIES = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'NET_BIND_SERVICE'],
  ...['NET_RAW', 'SETGID', 'SETUID', 'SYS_CHROOT'],
];

function optionsOf({ env }: Context, hostname: string): string[] {
  // kind's; every cluster's nodes are on it.
  const network = env.KIND_EXPERIMENTAL_DOCKER_NETWORK || 'kind';
  return [
    ...['--hostname', hostname, '--network', network, '--memory', MEMORY, '--memory-swap', MEMORY],
    ...['--pids-limit', PROCESSES, '--cap-drop', 'ALL'],
    ...CAPABILITIES.flatMap((name) => ['--cap-add', name]),
  ];
}

/**
 * The base of an exam: no kubeconfig and no kubectl, but `ssh NAME` into each of its hosts. The
 * first cluster must be there, since its network is. One that is there is started if it was stopped.
 */
export function startBase(
  context: Context,
  making: Making,
  { exam }: { exam: string },
): Promise<ExamHost> {
  const hosts = `Host *\n  HostName ${containerName(exam, '%h')}\n`;
  return ensureContainer(context, making, {
    name: containerName(exam, 'base'),
    belongsTo: { exam },
    role: 'base',
    options: optionsOf(context, 'base'),
    async fill(host) {
      const file = { name: 'hosts.conf', text: hosts, mode: 0o644 };
      await putFiles(context, host, '/etc/ssh/ssh_config.d', [file], { user: 'root' });
      await putLearnersKey(context, host, making);
    },
  });
}

export interface HostRequest {
  /** Whose it is: of an exam, or of a single lab. */
  belongsTo: { exam: string } | { lab: string };
  /** Its hostname, which `ssh` from the base leads to. */
  name: string;
  /** The cluster that it works with; its version is that of kubectl, and with it the host goes. */
  cluster: ClusterRecord;
  /** The learner's, as it works on this machine. */
  kubeconfig: string;
  /** Labs with the files that they give the learner. */
  labs: readonly { id: string; files: readonly HostFile[] }[];
}

/** A host of an exam or of a single lab. One that is there is kept, and started if it was stopped. */
export function startHost(
  context: Context,
  making: Making,
  { belongsTo, name, cluster, kubeconfig, labs }: HostRequest,
): Promise<ExamHost> {
  return ensureContainer(context, making, {
    name:
      'exam' in belongsTo
        ? containerName(belongsTo.exam, name)
        : `${cluster.name}-host-${belongsTo.lab}`,
    belongsTo: { ...belongsTo, cluster: cluster.name, mark: cluster.mark },
    role: 'host',
    options: optionsOf(context, name),
    async fill(host) {
      const { runtime, container } = host;
      const kubectl = await kubectlOf(context, runtime, cluster);
      await inRuntime(context, runtime, 'change', [
        'cp',
        kubectl,
        `${container}:/usr/local/bin/kubectl`,
      ]);
      const config = { name: '.kube/config', text: kubeconfigInside(kubeconfig) };
      await putFiles(context, host, HOME, [config]);
      for (const { id, files } of labs) await putFiles(context, host, filesOnHost(id), files);
      await putLearnersKey(context, host, making);
    },
  });
}

function putLearnersKey(context: Context, host: ExamHost, { keys }: Making): Promise<void> {
  const file = { name: '.ssh/id_ed25519', text: keys.learner.private };
  return putFiles(context, host, HOME, [file]);
}
