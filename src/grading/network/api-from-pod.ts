import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
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
 * token and the certificate authority of its service account, and may know the API server by each of
 * these names. A check needs `.within(100)` for it.
 */
export function podEnters(pod: string, ...names: [string, ...string[]]): Look {
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  // The name is told to TLS alone: what it resolves to is another matter.
  const script = `
    if said=$(/tools/kubectl --server=https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT \\
      --tls-server-name=$1 --certificate-authority=${account}/ca.crt \\
      --token=$(cat ${account}/token) --request-timeout=8s get --raw /api 2>&1 >/dev/null)
    then cat ${account}/ca.crt
    else
      echo "\${said:-kubectl ended without a word}" | tail -n 1
      exit 1
    fi`;
  const [first, ...others] = names;
  return async (facts) => {
    const { outcome } = await lookAgain(
      { signal: facts.signal, seconds: AGAIN_S, every: INTERVAL_MS },
      async () => {
        const command = ['sh', '-c', script, 'sh', first];
        const found = await facts.exec(pod, command, { seconds: EXEC_S });
        if (isFailed(found)) return { outcome: found, final: true };
        const { exitCode, stdout } = found;
        // A client with the same authority sees from here what one in the pod sees, and sooner.
        const refused =
          exitCode === 0
            ? await distrusted(facts, others, stdout)
            : [`${first}: ${stdout.trim() || found.stderr.trim()}`];
        if (refused.length === 0) return { outcome: passed(), final: true };
        const outcome = failed({
          expected: `${pod} gets into the API server under the names ${names.join(', ')}`,
          actual: refused.join('; '),
        });
        return { outcome, final: false };
      },
      ({ final }) => final,
    );
    return outcome;
  };
}

/** Each name that a client may not know the API server by, and why. */
async function distrusted(
  facts: Facts,
  names: readonly string[],
  authority: string,
): Promise<string[]> {
  const doubts = await Promise.all(
    names.map(async (name) => ({ name, why: await facts.whyDistrusted({ name, authority }) })),
  );
  return doubts.filter(({ why }) => why !== undefined).map(({ name, why }) => `${name}: ${why}`);
}
