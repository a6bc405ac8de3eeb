import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import type { RunResult } from '../host/run.ts';
import type { Runtime } from '../host/runtime.ts';

/** Why an image could not be pulled. */
export interface Refusal {
  kind: 'unreachable' | 'limit' | 'missing' | 'denied' | 'disk' | 'other';
  /** The runtime's last line, or a sentence. */
  line: string;
}

/**
 * How long a registry may say nothing. A slow one takes four requests until the first layer is
 * named; one that can't be reached is given up by the runtime itself, within a third of it.
 */
const SILENCE_MS = 60_000;
const LONGEST_LINE = 400;

/**
 * Pulls an image by the runtime alone, since it may know a way (a mirror, a proxy) that this process
 * does not. Undefined when the image is here, else why not. Only the time until the registry says
 * something is limited: what comes slowly comes.
 */
export async function pullImage(
  context: Context,
  runtime: Runtime,
  reference: string,
  { within = SILENCE_MS, onLine }: { within?: number; onLine?: (line: string) => void } = {},
): Promise<Refusal | undefined> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), within);
  let result: RunResult;
  try {
    result = await context.run(runtime.name, ['pull', reference], {
      allowFailure: true,
      signal: silent.signal,
      onLine(line) {
        // Podman says where it will look before it does.
        if (!/^(Trying to pull|Resolv(ing|ed)) /.test(line)) clearTimeout(timer);
        onLine?.(line);
      },
    });
  } catch (error) {
    if (!silent.signal.aborted || context.signal.aborted) throw error;
    return { kind: 'unreachable', line: `the registry said nothing within ${within / 1000} s` };
  } finally {
    clearTimeout(timer);
  }
  return result.exitCode === 0 ? undefined : refusalOf(result);
}

/** Pulls an image unless it is here. */
export async function ensureImage(
  context: Context,
  runtime: Runtime,
  reference: string,
): Promise<Refusal | undefined> {
  const args = ['image', 'inspect', '--format', '{{.Id}}', reference];
  const { exitCode } = await context.run(runtime.name, args, { allowFailure: true });
  return exitCode === 0 ? undefined : pullInSight(context, runtime, reference);
}

/** Pulls an image as a step that shows how far it is, and that it failed. */
export async function pullInSight(
  context: Context,
  runtime: Runtime,
  reference: string,
): Promise<Refusal | undefined> {
  const refused = new Error('refused');
  let refusal: Refusal | undefined;
  try {
    await context.progress.step(`Pulling ${reference.split('@')[0]}`, async (onLine) => {
      refusal = await pullImage(context, runtime, reference, { onLine });
      if (refusal) throw refused;
    });
  } catch (error) {
    if (error !== refused) throw error;
  }
  return refusal;
}

function refusalOf({ stderr, stdout, exitCode, signal }: RunResult): Refusal {
  const lines = (stderr.trim() || stdout.trim()).split(/[\r\n]+/);
  const last = lines
    .findLast((line) => line.trim() !== '')
    ?.replace(/\p{Cc}\[[\d;?]*[A-Za-z]/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/^(Error response from daemon|Error): /i, '')
    .trim()
    .slice(0, LONGEST_LINE);
  const line = last || `it ended with ${exitCode ?? signal ?? 'no exit code'} and said nothing`;
  const found = KINDS.find(([, pattern]) => pattern.test(line));
  return { kind: found?.[0] ?? 'other', line };
}

/** In the order in which they are looked for: a line may name an address beside its reason. */
const KINDS: readonly (readonly [Refusal['kind'], RegExp])[] = [
  ['disk', /no space left on device|disk quota exceeded|not enough (disk )?space/i],
  ['limit', /toomanyrequests|too many requests|rate limit|\b429\b/i],
  [
    'unreachable',
    /no such host|dial |i\/o timeout|deadline exceeded|timed? ?out|Client\.Timeout|proxyconnect|connection (refused|reset)|unreachable|no route|TLS handshake|temporary failure|server misbehaving|EOF$|\b50[234]\b/i,
  ],
  ['denied', /denied|unauthorized|authentication required|no basic auth|forbidden|\b40[13]\b/i],
  ['missing', /not found|manifest unknown|name unknown|does not exist|\b404\b/i],
];

/** What a person can do about it, beside building. */
const ADVICE: Readonly<Record<Refusal['kind'], string>> = {
  unreachable: 'Connect this machine, or give the container runtime a proxy or a mirror.',
  limit: 'Wait for some hours or log in (`docker login`), which raises the limit.',
  missing: 'If a mirror is set, see whether it has the image.',
  denied: 'Log in to the registry (`docker login`), or see who may pull from the mirror.',
  disk: 'Make room where the container runtime keeps its images.',
  other: 'Type `docker pull` with that name to see the problem again.',
};

/** The choice that the user made beforehand; 'either' says yes to building. */
type Choice = 'pull' | 'build' | 'either' | undefined;

export function imageChoice({ env }: Pick<Context, 'env'>): Choice {
  const chosen = env.CKA_LAB_IMAGES;
  if (!chosen) return undefined;
  if (chosen === 'pull' || chosen === 'build' || chosen === 'either') return chosen;
  throw new UsageError(
    `CKA_LAB_IMAGES is "${chosen}", but only pull, build and either are known.`,
    {
      next: 'Set CKA_LAB_IMAGES to one of them, or unset it.',
    },
  );
}

/** An image that is published and can be built here. */
export interface Wanted {
  /** 'a node image for Kubernetes v1.37.2'. */
  what: string;
  /** How long building takes: 'ten to thirty minutes'. */
  time: string;
  /** Pulls what is published. */
  pull: () => Promise<Refusal | undefined>;
}

/**
 * Pulls what is published, and says whether that went well; false: it is to be built here, which was
 * agreed to. Throws InfrastructureError where neither can be.
 */
export async function pulledElseBuild(
  context: Context,
  { name }: Runtime,
  { what, time, pull }: Wanted,
): Promise<boolean> {
  const choice = imageChoice(context);
  const building = `${upper(what)} is built here, once, from Go modules and Debian packages.`;
  if (choice === 'build') {
    context.progress.note(building);
    return false;
  }
  const refusal = await pull();
  if (!refusal) return true;
  const why = `${upper(what)} could not be pulled: ${refusal.line}`;
  const advice = ADVICE[refusal.kind].replaceAll('docker ', `${name} `);
  // A build takes more room than a pull.
  if (refusal.kind === 'disk') throw new InfrastructureError(why, { next: advice });
  if (choice === 'pull') {
    throw new InfrastructureError(why, {
      next: `${advice} Without CKA_LAB_IMAGES=pull it can be built here.`,
    });
  }
  const question = [
    `${why}\n${advice} Or have it built here, from Go modules and Debian packages (${time});`,
    'CKA_LAB_IMAGES=pull never builds, CKA_LAB_IMAGES=build never pulls. Build it now?',
  ].join(' ');
  if (choice === 'either' || (await context.confirm(question))) {
    context.progress.note(`${why}\n${building}`);
    return false;
  }
  throw new InfrastructureError(why, {
    next: `${advice} Or build it here, ${time}: the same command with --yes, or with CKA_LAB_IMAGES=build.`,
  });
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
