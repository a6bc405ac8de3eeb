import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Context } from '../context.ts';

/** A layer is one of the tar files that Debian packages gave, or programs put somewhere. */
export type Layer =
  | { tar: 'small' | 'net' | 'nginx' | 'static' }
  /** Place in the image → name of the program. */
  | { programs: Readonly<Record<string, string>> };

/** The part of an image's configuration that says how it runs. */
export interface ImageConfig {
  Env?: readonly string[];
  Entrypoint?: readonly string[];
  Cmd?: readonly string[];
  ExposedPorts?: Readonly<Record<string, object>>;
  StopSignal?: string;
}

export interface ContainerImage {
  references: readonly string[];
  layers: readonly Layer[];
  config: ImageConfig;
}

/** Where what the layers are made of is found. */
export interface LayerSources {
  tar(name: string): string;
  program(name: string): string;
}

/**
 * Writes the images into a folder that, packed with tar, is an archive as `docker save` makes it
 * (manifest.json, a configuration an image, each layer once).
 */
export async function writeImages(
  context: Context,
  folder: string,
  images: readonly ContainerImage[],
  sources: LayerSources,
  arch: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const digests = new Map<string, string>();
  const manifest = [];
  for (const image of images) {
    const layers: string[] = [];
    for (const layer of image.layers) {
      const key = JSON.stringify(layer);
      const digest = digests.get(key) ?? (await writeLayer(context, folder, layer, sources));
      digests.set(key, digest);
      layers.push(digest);
    }
    const config = JSON.stringify({
      architecture: arch,
      os: 'linux',
      created: '1970-01-01T00:00:00Z',
      config: image.config,
      rootfs: { type: 'layers', diff_ids: layers.map((digest) => `sha256:${digest}`) },
      history: layers.map(() => ({ created: '1970-01-01T00:00:00Z', created_by: 'cka-lab' })),
    });
    const name = `${createHash('sha256').update(config).digest('hex')}.json`;
    await writeFile(path.join(folder, name), config);
    manifest.push({
      Config: name,
      RepoTags: image.references,
      Layers: layers.map((digest) => `${digest}.tar`),
    });
  }
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
}

async function writeLayer(
  context: Context,
  folder: string,
  layer: Layer,
  sources: LayerSources,
): Promise<string> {
  const file = path.join(folder, 'layer');
  if ('tar' in layer) await linkOrCopy(sources.tar(layer.tar), file);
  else {
    const programs = Object.entries(layer.programs);
    await packFiles(
      context,
      file,
      programs.map(([place, name]) => [place, sources.program(name)]),
    );
  }
  const digest = await digestOf(file);
  await rename(file, path.join(folder, `${digest}.tar`));
  return digest;
}

/** Packs files, each under a place of its own, owned by root, for all to read and without a date. */
export async function packFiles(
  context: Context,
  tar: string,
  files: readonly (readonly [place: string, source: string])[],
): Promise<void> {
  const stage = `${tar}.stage`;
  for (const [place, source] of files) {
    const target = path.join(stage, place);
    await mkdir(path.dirname(target), { recursive: true });
    await linkOrCopy(source, target);
  }
  await context.run('tar', [
    ...['--create', '--file', tar, '--directory', stage, '--sort=name', '--mtime=@0'],
    ...['--owner=0', '--group=0', '--numeric-owner', '--mode=a+rX,go-w', '.'],
  ]);
  await rm(stage, { recursive: true });
}

/** Our own files can be on another file system than the cache. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_EXCL));
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
