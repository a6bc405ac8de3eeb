import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { filesIn } from './files.ts';
import type { Part } from './parts.ts';
import { oldestGo } from './versions.ts';

/** Programs that one `go build` makes from published modules. */
export interface GoPrograms {
  name: string;
  /** Module path → version. */
  require: Readonly<Record<string, string>>;
  /** Module path → what is taken in its place: another module and its version. */
  replace?: Readonly<Record<string, string>>;
  /** File name of the program → import path of its main package. */
  programs: Readonly<Record<string, string>>;
  /** Variables set by the linker. */
  variables?: Readonly<Record<string, string>>;
  /** Folder of our own source, under files/go. */
  source?: string;
  /** Lines of go.mod that must be looked up first. `rule` names how, for the key. */
  more?: { rule: string; lines(context: Context): Promise<string> };
}

/** The Go toolchain that builds here: its version, and whom it builds for. */
export interface GoToolchain {
  version: string;
  arch: string;
}

/** Looks at the Go that is installed; says what to do where there is none that will do. */
export async function findGo(context: Context): Promise<GoToolchain> {
  const asked = await context.run('go', ['env', 'GOVERSION', 'GOARCH'], {
    allowFailure: true,
    // Not where a module of the user's may ask for a Go of its own.
    cwd: tmpdir(),
    env: { GOFLAGS: '', GOWORK: 'off' },
  });
  const [version = '', arch = ''] = asked.stdout.trim().split('\n');
  if (asked.exitCode !== 0 || compare(version.replace('go', ''), oldestGo) < 0) {
    const found = asked.exitCode === 0 ? `found ${version}` : 'found none';
    throw new InfrastructureError(
      `No registry answers, and building images here needs Go ${oldestGo} or newer (${found}).`,
      { next: `Install Go ${oldestGo} or newer, put it on PATH, and run this again.` },
    );
  }
  return { version, arch };
}

/** Compares dotted versions; words in them ("rc1") count as 0. */
export function compare(left: string, right: string): number {
  const parts = (text: string) => text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [a, b] = [parts(left), parts(right)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function goMod(programs: GoPrograms, more = ''): string {
  const lines = [
    `module ckalab.invalid/${programs.name}`,
    `go ${oldestGo}`,
    ...Object.entries(programs.require).map(([module, version]) => `require ${module} ${version}`),
    ...Object.entries(programs.replace ?? {}).map(([module, to]) => `replace ${module} => ${to}`),
    more,
  ];
  return `${lines.join('\n\n').trim()}\n`;
}

/** A part with the built programs in it, and nothing else. */
export function goPart(programs: GoPrograms, go: GoToolchain): Part {
  const linker = Object.entries(programs.variables ?? {}).map(
    ([name, value]) => `-X ${name}=${value}`,
  );
  const flags = [
    '-mod=mod',
    '-buildvcs=false',
    '-trimpath',
    `-ldflags=${['-s -w', ...linker].join(' ')}`,
  ];
  return {
    name: programs.name,
    recipe: {
      go,
      module: goMod(programs),
      more: programs.more?.rule,
      programs: programs.programs,
      flags,
      source:
        programs.source && filesIn(`go/${programs.source}`).map(({ name, text }) => [name, text]),
    },
    async make(context, folder, report) {
      const work = path.join(folder, '.work');
      await mkdir(work);
      await writeFile(
        path.join(work, 'go.mod'),
        goMod(programs, await programs.more?.lines(context)),
      );
      for (const file of programs.source ? filesIn(`go/${programs.source}`) : []) {
        await cp(file.path, path.join(work, file.name), { recursive: true });
      }
      let compiled = 0;
      // The module proxy and the checksum database stay as this machine has them.
      await context.run(
        'go',
        ['build', '-v', ...flags, '-o', `out${path.sep}`, ...Object.values(programs.programs)],
        {
          cwd: work,
          env: { CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '' },
          onLine: (line) => {
            if (!line.startsWith('go: ')) report(`${++compiled} packages compiled`);
          },
        },
      );
      for (const [name, source] of Object.entries(programs.programs)) {
        await rename(
          path.join(work, 'out', builtName(source, programs.name)),
          path.join(folder, name),
        );
      }
      await rm(work, { recursive: true });
    },
  };
}

/** The name that `go build` gives a program: the last element that isn't a major version. */
export function builtName(importPath: string, module: string): string {
  const elements = importPath
    .split('/')
    .filter((element) => !/^v\d+$/.test(element) && element !== '.');
  return elements.at(-1) ?? module;
}
