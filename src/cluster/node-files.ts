import path from 'node:path';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { patiently } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import { readKept, writePrivate } from '../host/store.ts';
import { type NodeWork, onNode } from './on-node.ts';
import type { NodeAccess } from './provider.ts';

/** What a node's part of the cluster is started from; labs break it, and learners repair it. */
const PATHS = [
  '/etc/cni/net.d',
  '/etc/containerd',
  '/etc/crictl.yaml',
  '/etc/default/kubelet',
  '/etc/kubernetes',
  '/etc/systemd/system',
  '/var/lib/kubelet/config.yaml',
  '/var/lib/kubelet/kubeadm-flags.env',
  '/var/lib/kubelet/pki',
] as const;
const STARTED_WITHIN_MS = 30_000;
const LOOK_MS = 500;
const ARCHIVE = '/run/cka-lab-node-files.tar';

/** Names, kinds, modes, owners and contents; dates say nothing. */
const DIGEST = `
{
  find "$@" -xdev -printf '%y %m %U:%G %p %l\\n' 2>/dev/null
  find "$@" -xdev -type f -exec sha256sum {} + 2>/dev/null
} | LC_ALL=C sort | sha256sum | cut --delimiter=' ' --fields=1`;

const PACK = `tar --create --directory / --ignore-failed-read "\${@#/}" 2>/dev/null | base64 --wrap=0`;

// Asked one by one: of several, one that is active is enough for systemctl. A kubelet that somebody
// started by hand is none of them.
const SERVICES = `
systemctl is-active --quiet containerd && systemctl is-active --quiet kubelet &&
  [ "$(pgrep --exact --count kubelet)" = 1 ] && echo active || echo inactive`;

// What is equal stays in place, folders above all: containers that run have them mounted. The kubelet
// is stopped meanwhile, and started anew so that it waits for no container that kept failing.
const RESTORE = `
set -euo pipefail
archive=$1 && shift
was=/run/cka-lab-node-files
touched=/run/cka-lab-touched
systemctl stop kubelet || true
pkill --exact kubelet || true
for _ in $(seq 50); do
  pgrep --exact kubelet >/dev/null || break
  sleep 0.2
done
pkill --exact --signal KILL kubelet || true
rm -rf "$was" && mkdir -m 700 "$was" && : >"$touched"
tar --extract --file "$archive" --directory "$was" --same-permissions --same-owner
{ find "$@" -xdev -depth 2>/dev/null || true; } | while IFS= read -r file; do
  [ -e "$was$file" ] || [ -L "$was$file" ] || { rm -rf -- "$file" && echo "$file" >>"$touched"; }
done
for path; do
  { find "$was$path" 2>/dev/null || true; } | while IFS= read -r kept; do
    file=\${kept#"$was"}
    if [ -L "$kept" ]; then
      [ "$(readlink "$file")" = "$(readlink "$kept")" ] && continue
      rm -rf -- "$file" && cp -a "$kept" "$file"
    elif [ -d "$kept" ]; then
      [ -d "$file" ] && [ ! -L "$file" ] || { rm -rf -- "$file" && mkdir -p "$file"; }
    elif [ ! -f "$file" ] || [ -L "$file" ] || ! cmp -s "$kept" "$file"; then
      [ -f "$file" ] && [ ! -L "$file" ] || rm -rf -- "$file"
      cp "$kept" "$file" && echo "$file" >>"$touched"
    fi
    [ -L "$kept" ] || { chmod --reference="$kept" "$file" && chown --reference="$kept" "$file"; }
  done
done
systemctl daemon-reload
systemctl reset-failed kubelet containerd || true
if grep -q -e /etc/containerd -e /etc/systemd "$touched" || ! systemctl is-active --quiet containerd; then
  systemctl restart containerd
fi
# Ended while there is no kubelet, they are started at once by the new one. An API server of a former
# manifest must not answer any more; without etcd it must not either, since a kubelet waits for it then.
end() {
  crictl ps --quiet --name "^($1)$" | xargs --no-run-if-empty crictl stop --timeout 10 >/dev/null
}
if grep -v /etc/kubernetes/manifests/ "$touched" | grep -q /etc/kubernetes/; then
  end 'etcd|kube-apiserver|kube-controller-manager|kube-scheduler'
elif grep -q -e /manifests/kube-apiserver -e /manifests/etcd "$touched"; then
  end 'etcd|kube-apiserver'
fi
systemctl start kubelet
rm -rf "$archive" "$was" "$touched"`;

/** Files of a node as they were when its cluster became ready. Private: keys are among them. */
const schema = z.object({
  digest: z.string(),
  /** A tar archive, in base64. */
  archive: z.base64(),
});

type Kept = z.infer<typeof schema>;

/** Keeps every node's files in a folder of the host, out of reach of root on a node. */
export async function keepNodeFiles(
  context: Context,
  nodes: NodeAccess,
  folder: string,
): Promise<void> {
  // The machine is busiest while its clusters come up.
  const at = (node: string) => ({ node, work: 'repair' }) as const;
  const keep = async (node: string) => {
    const kept: Kept = {
      digest: (await script(context, nodes, at(node), DIGEST, PATHS)).trim(),
      archive: (await script(context, nodes, at(node), PACK, PATHS)).trim(),
    };
    await writePrivate(fileOf(folder, node), JSON.stringify(kept));
  };
  await Promise.all((await nodes.names()).map(keep));
}

/**
 * Puts every node's files back and starts its services, where anything is different; proven by the
 * digest. Returns the names of the nodes that were changed. The API server may be down.
 */
export async function restoreNodeFiles(
  context: Context,
  nodes: NodeAccess,
  folder: string,
): Promise<string[]> {
  const restore = async (node: string): Promise<string[]> => {
    const kept = await readKept(fileOf(folder, node), schema);
    if (!kept) throw unknown(node);
    const { digest, archive } = kept;
    if ((await stateOf(context, nodes, node)) === `${digest} active`) return [];
    const at = { node, work: 'repair' } as const;
    await onNode(context, nodes, at, ['sh', '-c', `base64 -d >${ARCHIVE}`], { input: archive });
    await script(context, nodes, at, RESTORE, [ARCHIVE, ...PATHS]);
    const after = await onceStarted(context, () => stateOf(context, nodes, node));
    if (after === `${digest} active`) return [node];
    throw new InfrastructureError(
      `The files of ${node} are not what they were, though they were put back (${after}, expected ${digest}).`,
      { next: 'Run `cka-lab stop --all`, then start again.' },
    );
  };
  return (await Promise.all((await nodes.names()).map(restore))).flat();
}

/**
 * The state once services run, or after a while. systemd calls them started before their programs
 * are there, and a kubelet that comes up before containerd answers ends and is started again.
 */
async function onceStarted(context: Context, look: () => Promise<string>): Promise<string> {
  const deadline = context.now() + patiently(context, STARTED_WITHIN_MS);
  for (;;) {
    const state = await look();
    if (state.endsWith(' active') || context.now() > deadline) return state;
    await pause(LOOK_MS, context.signal);
  }
}

/** The digest of a node's files, and whether its services run. */
async function stateOf(context: Context, nodes: NodeAccess, node: string): Promise<string> {
  const at = { node, work: 'look' } as const;
  const said = await script(context, nodes, at, `${DIGEST}\n${SERVICES}`, PATHS);
  return said.trim().split('\n').join(' ');
}

async function script(
  context: Context,
  nodes: NodeAccess,
  at: { node: string; work: NodeWork },
  text: string,
  args: readonly string[],
): Promise<string> {
  const command = ['bash', '-c', text, 'bash', ...args];
  return (await onNode(context, nodes, at, command)).stdout;
}

function fileOf(folder: string, node: string): string {
  return path.join(folder, `${node}.json`);
}

function unknown(node: string): InfrastructureError {
  return new InfrastructureError(`What files ${node} had at its start is not known.`, {
    next: 'Run `cka-lab stop --all`, then start again.',
  });
}
