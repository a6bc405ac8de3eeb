import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type ContainerImage, writeImages } from '../../src/image/container-images.ts';
import { filesIn } from '../../src/image/files.ts';
import { helperImage, nameOf, nodeImages } from '../../src/image/images.ts';
import { fill } from '../../src/image/prepare.ts';
import { fakes } from '../setup/fakes.ts';

const images: ContainerImage[] = [
  { references: ['one:1', 'one:2'], layers: [{ tar: 'small' }], config: { Cmd: ['sh'] } },
  {
    references: ['two:1'],
    layers: [{ tar: 'small' }, { programs: { 'usr/local/bin/tool': 'tool' } }],
    config: { Entrypoint: ['tool'] },
  },
];

async function written() {
  const { folder } = await fakes();
  await writeFile(path.join(folder, 'small.tar'), 'a layer');
  await writeFile(path.join(folder, 'tool'), 'a program', { mode: 0o755 });
  const sources = {
    tar: (name: string) => path.join(folder, `${name}.tar`),
    program: (name: string) => path.join(folder, name),
  };
  const out = path.join(folder, 'images');
  await writeImages(out, images, sources, 'arm64');
  const read = async (name: string) => JSON.parse(await readFile(path.join(out, name), 'utf8'));
  return { out, read, manifest: await read('manifest.json') };
}

test('writes an archive whose digests are right', async () => {
  const { out, read, manifest } = await written();
  expect(manifest.map(({ RepoTags }: { RepoTags: string[] }) => RepoTags)).toEqual([
    ['one:1', 'one:2'],
    ['two:1'],
  ]);
  for (const image of manifest) {
    const config = await read(image.Config);
    expect(config).toMatchObject({ architecture: 'arm64', os: 'linux' });
    const digests = [];
    for (const layer of image.Layers) {
      const bytes = await readFile(path.join(out, layer));
      digests.push(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    }
    expect(config.rootfs.diff_ids).toEqual(digests);
  }
});

test('a shared layer is there once, and equal images are equal byte for byte', async () => {
  const [first, second] = [await written(), await written()];
  expect(first.manifest[0].Layers[0]).toBe(first.manifest[1].Layers[0]);
  const names = await readdir(first.out);
  expect(names.filter((name) => name.endsWith('.tar'))).toHaveLength(2);
  expect(names).toEqual(await readdir(second.out));
});

const asked = [
  'kube-apiserver:v1.37.2',
  'kube-controller-manager:v1.37.2',
  'kube-scheduler:v1.37.2',
  'kube-proxy:v1.37.2',
  'coredns/coredns:v1.14.6',
  'pause:3.10.2',
  'etcd:3.7.0-0',
].map((name) => `images.invalid/${name}`);

test('a node holds what kubeadm asks for, under the names that it uses', () => {
  const references = nodeImages(asked).flatMap((image) => image.references);
  expect(references).toEqual(expect.arrayContaining(asked));
  expect(references).toContain(helperImage);
  expect(new Set(references).size).toBe(references.length);
});

test('an image of kubeadm that nobody knows how to make is named', () => {
  expect(() => nodeImages(['images.invalid/novelty:v1'])).toThrow('images.invalid/novelty:v1');
});

test('the name of an image is the last element of its path', () => {
  expect(nameOf('images.invalid:5000/coredns/coredns:v1')).toBe('coredns');
});

test('every place that files leave open is filled in', () => {
  const names = new Set(
    filesIn('node').flatMap(({ text }) =>
      [...text.matchAll(/@([a-z-]+)@/g)].map(([, name]) => name),
    ),
  );
  expect([...names].sort()).toEqual([
    'helper-image',
    'kube-router-image',
    'pause-image',
    'provisioner-image',
  ]);
  expect(fill('image: @helper-image@ @else@', { 'helper-image': 'box:1' })).toBe(
    'image: box:1 @else@',
  );
});
