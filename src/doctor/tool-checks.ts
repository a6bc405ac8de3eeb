import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../host/paths.ts';
import { askRegistry, versions } from '../image/node-image.ts';
import type { KubernetesVersion, Published } from '../image/versions.ts';
import { findKind, KIND_VERSION } from '../setup/kind.ts';
import { findKubectl } from '../setup/kubectl.ts';
import { findProgram } from '../setup/machine.ts';
import { type Check, fail, NO_RUNTIME, ok, SETUP, untold, warn } from './check.ts';

/** Programs and images, and where they would come from. */
export const toolChecks: readonly Check[] = [
  {
    id: 'kind',
    title: 'kind',
    async look(context) {
      const file = await findKind(context);
      return file ? ok(`${KIND_VERSION}, ${file}`) : warn(`no kind ${KIND_VERSION} yet`, SETUP);
    },
  },
  {
    id: 'kubectl',
    title: 'kubectl',
    async look(context, world) {
      const image = await world.image.catch(() => undefined);
      const file = await findKubectl(context, image?.kubernetes ?? world.minor);
      return file ? ok(file) : warn(`none for Kubernetes ${world.minor} yet`, SETUP);
    },
  },
  {
    id: 'node-image',
    title: 'node image',
    async look(_context, world) {
      if (!(await world.runtime)) return untold(NO_RUNTIME);
      const image = await world.image;
      if (image) return ok(`${image.reference} (${image.origin})`);
      return warn(`none of Kubernetes ${world.minor} yet`, SETUP);
    },
  },
  {
    id: 'registry',
    title: 'image registry',
    async look(context, world) {
      const runtime = await world.runtime;
      if (!runtime) return untold(NO_RUNTIME);
      const refusal = await askRegistry(context, runtime, publishedFor(world.minor));
      if (!refusal) return ok('answers');
      if (await world.image) {
        return ok(`can't be pulled from; the node image is here already (${refusal.line})`);
      }
      const detail = `can't be pulled from (${refusal.line}): node images can be built here, which takes half an hour once`;
      if (findProgram(context, 'go')) return warn(detail);
      return warn(`${detail} and needs Go`, 'Install Go (https://go.dev/doc/install).');
    },
  },
  {
    id: 'node',
    title: 'Node.js',
    async look() {
      const manifest = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8'));
      const needed = String(manifest.engines.node).replace('>=', '');
      if (isAtLeast(process.versions.node, needed)) return ok(process.versions.node);
      return fail(
        `${process.versions.node} is older than ${needed}`,
        `Install Node.js ${needed} or later.`,
      );
    },
  },
];

/** Any published image will do to see whether a registry answers; the minor's own comes first. */
function publishedFor(minor: string): Published {
  return (versions[minor] ?? (Object.values(versions)[0] as KubernetesVersion)).published;
}

/** Compares dotted versions by number. */
export function isAtLeast(version: string, needed: string): boolean {
  const numbers = (text: string) => text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [have, want] = [numbers(version), numbers(needed)];
  for (const [index, part] of want.entries()) {
    const difference = (have[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
