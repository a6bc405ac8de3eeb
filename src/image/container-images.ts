import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { constants, copyFile, link, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Header, type HeaderData } from 'tar';

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
      const digest = digests.get(key) ?? (await writeLayer(folder, layer, sources));
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

async function writeLayer(folder: string, layer: Layer, sources: LayerSources): Promise<string> {
  const file = path.join(folder, 'layer');
  if ('tar' in layer) await linkOrCopy(sources.tar(layer.tar), file);
  else {
    const programs = Object.entries(layer.programs);
    await packFiles(
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
  tar: string,
  files: readonly (readonly [place: string, source: string])[],
): Promise<void> {
  const sources = new Map(files);
  const folders = new Set(files.flatMap(([place]) => foldersOf(place)));
  const output = createWriteStream(tar, { flags: 'wx' });
  const blocks = async function* () {
    for (const place of [...folders, ...sources.keys()].sort()) {
      const source = sources.get(place);
      if (source === undefined) yield header({ type: 'Directory', path: `${place}/`, mode: 0o755 });
      else {
        const { size, mode } = await stat(source);
        const executable = (mode & 0o100) !== 0;
        yield header({ type: 'File', path: place, size, mode: executable ? 0o755 : 0o644 });
        yield* createReadStream(source);
        yield Buffer.alloc(-size & (BLOCK - 1));
      }
    }
    yield Buffer.alloc(2 * BLOCK);
  };
  await pipeline(blocks, output);
}

const BLOCK = 512;

/** Each folder that leads to a place: usr and usr/bin to usr/bin/kubectl. */
function foldersOf(place: string): string[] {
  const parts = place.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function header(data: HeaderData): Buffer {
  const block = Buffer.alloc(BLOCK);
  const fields = { size: 0, ...data, uid: 0, gid: 0, mtime: new Date(0) };
  // Our own names are short.
  if (new Header(fields).encode(block)) throw new Error(`${data.path} is too long a name`);
  return block;
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
