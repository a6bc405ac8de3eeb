import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError, Interrupted, messageOf } from '../errors.ts';
import { alone } from '../host/lock.ts';
import { goInstall } from './go-install.ts';
import { findProgram } from './machine.ts';
import { keepTool, toolFile } from './tools.ts';

export const KIND_VERSION = 'v0.33.0';

/** SHA-256 of the release's binaries, as published with it. */
const CHECKSUMS: Record<string, string> = {
  'linux-amd64': 'aee6151561422756b764a4ae28e7f44cda5af5a9eead3cc9985112b1de8d8e0d',
  'linux-arm64': '20022bee6cfcd5086cb7234d218e3454e6090022f2a8f55d1fa7fcf42c3867a2',
  'darwin-amd64': '5a99f26f57246dc9319dd294803313197a0f34d33c525b3ea8b655db5916ece0',
  'darwin-arm64': '0c8c7dbe5e23594a198b786c4bc13dacc101fa6196b0cb0b23a1ca44e61f4b4f',
};
const DOWNLOAD_TIMEOUT_MS = 180_000;

/** What a download depends on; tests hand in their own. */
export interface Source {
  fetch: (url: string, options: { signal: AbortSignal }) => Promise<Response>;
  platform: string;
  arch: string;
  checksums: Record<string, string>;
}

const published: Source = {
  fetch,
  platform: process.platform,
  arch: process.arch,
  checksums: CHECKSUMS,
};

/** The kind of our version, when it is on PATH or kept from before. */
export async function findKind(context: Context): Promise<string | undefined> {
  for (const file of [findProgram(context, 'kind'), toolFile(context, 'kind', KIND_VERSION)]) {
    if (file === undefined) continue;
    const { stdout } = await context.run(file, ['version'], { allowFailure: true });
    if (stdout.split(' ')[1] === KIND_VERSION) return file;
  }
  return undefined;
}

/** The path of a kind of our version: found, built with Go, or downloaded. */
export async function ensureKind(context: Context, source: Source = published): Promise<string> {
  const found = await findKind(context);
  if (found !== undefined) return found;
  return alone(
    context,
    `kind-${KIND_VERSION}`,
    async () => (await findKind(context)) ?? getKind(context, source),
  );
}

function getKind(context: Context, source: Source): Promise<string> {
  return context.progress.step(`Getting kind ${KIND_VERSION}`, (update) =>
    keepTool(toolFile(context, 'kind', KIND_VERSION), async (folder) => {
      const failures: string[] = [];
      for (const way of [build, download]) {
        try {
          return await way(context, folder, update, source);
        } catch (error) {
          if (error instanceof Interrupted || context.signal.aborted) throw new Interrupted();
          failures.push(messageOf(error));
        }
      }
      throw new InfrastructureError(
        `kind ${KIND_VERSION} could not be had.\n${failures.join('\n')}`,
        {
          next: `Put kind ${KIND_VERSION} on your PATH (https://kind.sigs.k8s.io/docs/user/quick-start/#installation), then run the command again.`,
        },
      );
    }),
  );
}

type Update = (detail: string) => void;

function build(context: Context, folder: string, update: Update): Promise<string> {
  update('building it with Go');
  return goInstall(context, folder, { program: 'sigs.k8s.io/kind', version: KIND_VERSION });
}

async function download(
  context: Context,
  folder: string,
  update: Update,
  { fetch, platform, arch, checksums }: Source,
): Promise<string> {
  const system = `${platform}-${arch === 'x64' ? 'amd64' : arch}`;
  const checksum = checksums[system];
  if (checksum === undefined) throw new Error(`kind has no release for ${system}.`);
  const url = `https://kind.sigs.k8s.io/dl/${KIND_VERSION}/kind-${system}`;
  update('downloading it');
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]);
  const bytes = await fetch(url, { signal }).then(
    async (response) => {
      if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
      return Buffer.from(await response.arrayBuffer());
    },
    (error) => {
      throw new Error(`${url} could not be downloaded: ${causeOf(error)}.`);
    },
  );
  const got = createHash('sha256').update(bytes).digest('hex');
  if (got !== checksum) {
    throw new Error(
      `The download from ${url} is not the release (SHA-256 ${got}, expected ${checksum}): it was thrown away.`,
    );
  }
  const file = path.join(folder, 'kind');
  await writeFile(file, bytes);
  return file;
}

/** fetch hides the reason behind "fetch failed". */
function causeOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause ? error.cause : error);
}
