import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import { failed, isFailed, passed } from '../verdict.ts';

const EXEC_S = 30;
/**
 * A kubelet that was just started, and a kube-proxy that waits longer and longer before it asks a new
 * API server for its address, take so long at most.
 */
const AGAIN_S = 60;
const INTERVAL_MS = 1_000;

/**
 * A seeded pod, 'Pod/visitor in shop', that has kubectl at /tools/kubectl gets into the API with the
 * token and the certificate authority of its service account, under each of these names that a
 * certificate can be for. A check needs `.within(100)` for it.
 */
export function podEnters(pod: string, ...names: [string, ...string[]]): Look {
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  // The names are told to TLS alone: what they resolve to is another matter.
  const script = `
    for name; do
      /tools/kubectl --server=https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT \\
        --tls-server-name=$name --certificate-authority=${account}/ca.crt \\
        --token=$(cat ${account}/token) --request-timeout=8s get --raw /api 2>&1 >/dev/null |
        tail -n 1 | sed "s/^/$name: /"
    done
    echo asked`;
  return async (facts) => {
    const { outcome } = await lookAgain(
      { signal: facts.signal, seconds: AGAIN_S, every: INTERVAL_MS },
      async () => {
        const command = ['sh', '-c', script, 'sh', ...names];
        const found = await facts.exec(pod, command, { seconds: EXEC_S });
        if (isFailed(found)) return { outcome: found, final: true };
        const lines = found.stdout.trim().split('\n');
        if (lines.length === 1 && lines[0] === 'asked') return { outcome: passed(), final: true };
        const refused = lines.filter((line) => line !== 'asked');
        const outcome = failed({
          expected: `${pod} gets into the API server under the names ${names.join(', ')}`,
          actual: refused.join('; ') || found.stderr.trim() || 'it could not ask',
        });
        return { outcome, final: false };
      },
      ({ final }) => final,
    );
    return outcome;
  };
}
