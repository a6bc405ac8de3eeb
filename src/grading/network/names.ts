import { randomBytes } from 'node:crypto';
import { RECURSION_DESIRED, streamDecode, streamEncode } from 'dns-packet';
import { InfrastructureError } from '../../errors.ts';
import type { Facts } from '../facts.ts';
import { type Failed, isFailed } from '../verdict.ts';

/** A name, absolute, and the address of the server that is asked for it. */
export interface Question {
  name: string;
  server: string;
}

// All at once; each answer becomes a line behind the number of its question.
const SCRIPT = `
number=0
while [ $# -gt 0 ]; do
  nslookup -timeout=2 -retry=1 -type="$1" "$2" "$3" 2>/dev/null |
    sed -n -e "/^Name:/,\\$ s/^Address[^:]*: */$number /p" -e "s/.*[[:space:]]name = /$number /p" &
  number=$((number + 1))
  shift 3
done
wait
echo end
`;
/** A server that is silent costs four seconds; more where the machine is busy. */
const SECONDS = 15;

/**
 * What the servers say to a busybox pod under `probes:` of lab.yaml, for each question: addresses,
 * or names where the question ends with in-addr.arpa. Nothing is said of a name that is unknown, nor
 * by a server that is silent.
 */
export async function askNames(
  facts: Pick<Facts, 'exec'>,
  probe: string,
  questions: readonly Question[],
): Promise<string[][] | Failed> {
  const args = questions.flatMap(({ name, server }) => [
    name.endsWith('.in-addr.arpa') ? 'ptr' : 'a',
    `${name}.`,
    server,
  ]);
  const result = await facts.exec(probe, ['sh', '-c', SCRIPT, 'ask', ...args], {
    seconds: SECONDS,
  });
  if (isFailed(result)) return result;
  return numbered(linesOf(result, probe), questions.length);
}

/** What stands behind each number, each only once. */
export function numbered(lines: readonly string[], count: number): string[][] {
  return Array.from({ length: count }, (_, index) => {
    const own = lines.filter((line) => line.startsWith(`${index} `));
    return [...new Set(own.map((line) => line.slice(`${index} `.length).trim()))];
  });
}

// All at once; each answer is written in hexadecimal behind the number of its question.
const TCP_SCRIPT = `
number=0
while [ $# -gt 0 ]; do
  { answer=$(printf "$1" | timeout 4 nc "$2" 53 2>/dev/null | head -c 4096 | od -An -v -tx1 | tr -d ' \n')
    echo "$number $answer"; } &
  number=$((number + 1))
  shift 2
done
wait
echo end
`;

/** The same by TCP, which clients take for long answers: https://www.rfc-editor.org/rfc/rfc7766 */
export async function askByTcp(
  facts: Pick<Facts, 'exec'>,
  probe: string,
  questions: readonly Question[],
): Promise<string[][] | Failed> {
  const args = questions.flatMap(({ name, server }, id) => [octal(query(id, name)), server]);
  const result = await facts.exec(probe, ['sh', '-c', TCP_SCRIPT, 'ask', ...args], {
    seconds: SECONDS,
  });
  if (isFailed(result)) return result;
  const answers = numbered(linesOf(result, probe), questions.length);
  return answers.map(([hex = '']) => answersIn(Buffer.from(hex, 'hex')));
}

function query(id: number, name: string): Buffer {
  return streamEncode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ type: name.endsWith('.in-addr.arpa') ? 'PTR' : 'A', name }],
  });
}

function octal(bytes: Buffer): string {
  return [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** Addresses and names; none where the answer is none that can be read. */
function answersIn(message: Buffer): string[] {
  try {
    const { answers = [] } = streamDecode(message);
    return [
      ...new Set(
        answers.flatMap((one) => (one.type === 'A' || one.type === 'PTR' ? [one.data] : [])),
      ),
    ];
  } catch {
    return [];
  }
}

/** What a script printed before its `end`. Throws InfrastructureError where it did not come to it. */
export function linesOf(
  { exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string },
  probe: string,
): string[] {
  const lines = stdout.trim().split('\n');
  if (exitCode === 0 && lines.pop() === 'end') return lines;
  throw new InfrastructureError(
    `Asking for names from ${probe} ended with ${exitCode}: ${stderr.trim()}.`,
  );
}

/** The name under which an address is looked up: 1.0.96.10.in-addr.arpa for 10.96.0.1. */
export function reverseName(address: string): string {
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

/** A name below a domain that nobody can have written down before: it is made up now. */
export function inventedName(domain: string): string {
  return `ask-${randomBytes(4).toString('hex')}.${domain}`;
}
