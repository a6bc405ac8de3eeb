import { InfrastructureError } from '../../errors.ts';
import type { Facts } from '../facts.ts';
import { type Failed, isFailed } from '../verdict.ts';

// Run by the busybox that probe pods are made from: all at once, each a new connection. What a
// server said becomes one line behind the number of the address; no answer is '-'.
const SCRIPT = `
ask() {
  if said=$(wget -q -T 2 -O - "$2" 2>/dev/null </dev/null); then
    printf '%s +%s\\n' "$1" "$(printf %s "$said" | tr '\\n\\r' '  ' | head -c 200)"
  else
    printf '%s -\\n' "$1"
  fi
}
number=0
for url in "$@"; do
  ask "$number" "$url" &
  number=$((number + 1))
done
wait
echo end
`;

/** Two seconds and the time to resolve a name are usual; more where the machine is busy. */
const SECONDS = 25;

/**
 * What each address answered a seeded pod by HTTP, on one line and at most 200 bytes; undefined
 * where nobody did. An address that is there several times is asked as often, all at once.
 */
export async function answers(
  facts: Facts,
  probe: string,
  urls: readonly string[],
): Promise<(string | undefined)[] | Failed> {
  const result = await facts.exec(probe, ['sh', '-c', SCRIPT, 'ask', ...urls], {
    seconds: SECONDS,
  });
  if (isFailed(result)) return result;
  const lines = result.stdout.trim().split('\n');
  if (result.exitCode !== 0 || lines.pop() !== 'end') {
    throw new InfrastructureError(
      `Asking from ${probe} ended with ${result.exitCode}: ${result.stderr.trim()}.`,
    );
  }
  const said = new Map(lines.map((line) => [Number.parseInt(line, 10), answerIn(line)]));
  return urls.map((_, index) => said.get(index));
}

function answerIn(line: string): string | undefined {
  return /^\d+ \+(.*)$/.exec(line)?.[1]?.trim();
}
