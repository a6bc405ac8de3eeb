import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { type LayerSources, packFiles, writeImages } from './container-images.ts';
import { filesFolder, filesIn } from './files.ts';
import { helperImage, kubeRouterImage, nameOf, nodeImages, provisionerImage } from './images.ts';
import type { KubernetesVersion } from './versions.ts';

/** What an image is put together from. */
export interface Ingredients extends LayerSources {
  version: KubernetesVersion;
  arch: string;
}

/** Our programs on a node, by folder. */
const onNode: Readonly<Record<string, readonly string[]>> = {
  'usr/bin': ['kubeadm', 'kubelet', 'kubectl'],
  'usr/local/bin': ['containerd', 'containerd-shim-runc-v2', 'ctr', 'crictl', 'etcdctl', 'etcdutl'],
  'opt/cni/bin': ['bridge', 'host-local', 'loopback', 'portmap', 'ptp'],
};

/** Writes what the assembling container reads: node.tar, images/ and the script. */
export async function prepare(
  context: Context,
  folder: string,
  ingredients: Ingredients,
): Promise<void> {
  const asked = await imagesAskedFor(context, ingredients);
  const images = path.join(folder, 'images');
  await writeImages(images, nodeImages(asked), ingredients, ingredients.arch);
  await writeNodeFiles(folder, ingredients, {
    'pause-image': asked.find((reference) => nameOf(reference) === 'pause') ?? '',
    'kube-router-image': kubeRouterImage,
    'provisioner-image': provisionerImage,
    'helper-image': helperImage,
  });
  const script = path.join(filesFolder, 'assemble', 'assemble.sh');
  await copyFile(script, path.join(folder, 'assemble.sh'));
}

async function imagesAskedFor(
  context: Context,
  { version, program }: Ingredients,
): Promise<string[]> {
  const { stdout } = await context.run(program('kubeadm'), [
    ...['config', 'images', 'list', '--kubernetes-version', version.kubernetes],
  ]);
  const asked = stdout.trim().split('\n');
  for (const [name, tag] of [
    ['etcd', version.etcd.slice(1)],
    ['coredns', version.coredns],
  ] as const) {
    const wanted = asked.find((reference) => nameOf(reference) === name);
    if (wanted && !wanted.includes(`:${tag}`)) {
      throw new Error(`kubeadm asks for ${wanted}, but src/image/versions.ts says ${tag}`);
    }
  }
  return asked;
}

async function writeNodeFiles(
  folder: string,
  { version, program }: Ingredients,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const own = filesIn('node').map(({ name, text }) => [name, fill(text, values)] as const);
  const files: [place: string, source: string][] = [];
  for (const [name, text] of [...own, ['kind/version', version.kubernetes] as const]) {
    const target = path.join(folder, 'own', name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    await chmod(target, text.startsWith('#!') ? 0o755 : 0o644);
    files.push([name, target]);
  }
  for (const [place, names] of Object.entries(onNode)) {
    for (const name of names) files.push([`${place}/${name}`, program(name)]);
  }
  await packFiles(path.join(folder, 'node.tar'), files);
}

/** Fills the @names@ of a text in. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([a-z-]+)@/g, (whole, name: string) => values[name] ?? whole);
}
