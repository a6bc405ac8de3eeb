import { InfrastructureError } from '../../errors.ts';
import type { Facts } from '../facts.ts';
import { type Failed, isFailed } from '../verdict.ts';
import type { PodEnd } from './model.ts';

// Run by the busybox that probe pods are made from. Each attempt is a new connection, all at once;
// what was answered is said, a line each.
const SCRIPT = `
connect() { nc -z -w 1 "$1" "$2" </dev/null >/dev/null 2>&1; }
for target in "$@"; do
  { connect "\${target%/*}" "\${target#*/}" && echo "$target"; } &
done
server=$(sed -n 's/^nameserver *//p' /etc/resolv.conf | head -n 1)
domain=$(sed -n 's/^search .*svc\\.\\([^ ]*\\).*/\\1/p' /etc/resolv.conf)
{ connect "$server" 53 && echo dns/TCP; } &
{ timeout 1 nslookup -type=a "kubernetes.default.svc.$domain." >/dev/null 2>&1 && echo dns/UDP; } &
wait
echo end
`;

/** A second is usual; more where the machine has too much to do. */
const SECONDS = 25;

/** One port of a pod that the lab seeded. */
export interface Target {
  pod: PodEnd;
  port: number;
}

/** What a seeded pod reached just now. */
export interface Reached {
  connects(target: Target): boolean;
  resolves(protocol: 'UDP' | 'TCP'): boolean;
}

/** Tries all targets, and the cluster's DNS, from a seeded pod; about a second where some are silent. */
export async function probe(
  facts: Facts,
  source: string,
  targets: readonly Target[],
): Promise<Reached | Failed> {
  const names = targets.map(nameOf);
  const command = ['sh', '-c', SCRIPT, 'probe', ...names];
  const result = await facts.exec(source, command, { seconds: SECONDS }).catch((error) => {
    // The message would show the whole script.
    if (!(error instanceof InfrastructureError) || error.cause === undefined) throw error;
    throw new InfrastructureError(`Probing from ${source} was not possible: ${reasonOf(error)}.`, {
      cause: error,
    });
  });
  if (isFailed(result)) return result;
  const lines = result.stdout.trim().split('\n');
  if (result.exitCode !== 0 || lines.pop() !== 'end') {
    throw new InfrastructureError(
      `The probe in ${source} ended with ${result.exitCode}: ${result.stderr.trim()}.`,
    );
  }
  const answered = new Set(lines);
  return {
    connects: (target) => answered.has(nameOf(target)),
    resolves: (protocol) => answered.has(`dns/${protocol}`),
  };
}

function nameOf({ pod, port }: Target): string {
  return `${pod.ips[0]}/${port}`;
}

function reasonOf({ cause }: Error): string {
  return cause instanceof Error ? cause.message : String(cause);
}
