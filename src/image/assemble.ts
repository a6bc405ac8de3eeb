import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import type { Runtime } from '../host/runtime.ts';
import { type LayerSources, packFiles, writeImages } from './container-images.ts';
import { filesFolder, filesIn } from './files.ts';
import { helperImage, kubeRouterImage, nameOf, nodeImages, provisionerImage } from './images.ts';
import { isRunning, removeFolder, temporaryFolder } from './parts.ts';
import type { KubernetesVersion } from './versions.ts';

/** Containers and images that exist only while an image is assembled: name, then our process. */
const TEMPORARY = 'cka-lab-assemble';
/** Label of a node image that was built here; its value is the recipe. */
export const RECIPE_LABEL = 'cka-lab.recipe';

export interface Assembly {
  version: KubernetesVersion;
  arch: string;
  recipe: string;
  /** Name of the image that is made. */
  reference: string;
  /** Path of a built program. */
  program(name: string): string;
  /** Path of a tar file from Debian packages. */
  tar(name: string): string;
}

const onNode: Readonly<Record<string, readonly string[]>> = {
  'usr/bin': ['kubeadm', 'kubelet', 'kubectl'],
  'usr/local/bin': ['containerd', 'containerd-shim-runc-v2', 'ctr', 'crictl', 'etcdctl', 'etcdutl'],
  'opt/cni/bin': ['bridge', 'host-local', 'loopback', 'portmap', 'ptp'],
};

/** Puts the parts together to a node image; returns when it has its name. */
export async function assemble(
  context: Context,
  runtime: Runtime,
  assembly: Assembly,
  report: (detail: string) => void,
): Promise<void> {
  await removeLeftovers(context, runtime);
  const run = (...args: string[]) => context.run(runtime.name, args);
  const name = `${TEMPORARY}-${process.pid}`;
  const folder = await temporaryFolder(context, 'assemble');
  try {
    report('packing the images');
    await prepare(context, folder, assembly);
    report('loading the file system');
    await run('import', assembly.tar('node'), `${name}:base`);
    report('unpacking the images');
    await run(
      ...['run', '--name', name, '--privileged', '--network', 'none'],
      ...['--volume', `${folder}:/build:ro`, '--volume', `${name}:/store`],
      ...[`${name}:base`, 'bash', '/build/assemble.sh'],
    );
    report('saving the image');
    const changes = [
      'ENV container=docker',
      'STOPSIGNAL SIGRTMIN+3',
      'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]',
      'CMD []',
      `LABEL ${RECIPE_LABEL}=${assembly.recipe}`,
    ];
    await run(
      'commit',
      ...changes.flatMap((change) => ['--change', change]),
      ...[name, assembly.reference],
    );
  } finally {
    await removeFolder(context, folder);
    await removeLeftovers(context.undoing(), runtime, process.pid);
  }
}

/** Writes what the assembling container reads: node.tar, images/ and the script. */
async function prepare(context: Context, folder: string, assembly: Assembly): Promise<void> {
  const { stdout } = await context.run(assembly.program('kubeadm'), [
    ...['config', 'images', 'list', '--kubernetes-version', assembly.version.kubernetes],
  ]);
  const asked = stdout.trim().split('\n');
  const sources: LayerSources = assembly;
  await writeImages(
    context,
    path.join(folder, 'images'),
    nodeImages(asked),
    sources,
    assembly.arch,
  );

  const values: Record<string, string> = {
    'pause-image': asked.find((reference) => nameOf(reference) === 'pause') ?? '',
    'kube-router-image': kubeRouterImage,
    'provisioner-image': provisionerImage,
    'helper-image': helperImage,
  };
  const files: [string, string][] = [];
  const own = path.join(folder, 'own');
  const texts = filesIn('node').map((file) => ({ ...file, text: fill(file.text, values) }));
  texts.push({ name: 'kind/version', path: '', text: assembly.version.kubernetes });
  for (const file of texts) {
    const target = path.join(own, file.name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.text);
    await chmod(target, file.text.startsWith('#!') ? 0o755 : 0o644);
    files.push([file.name, target]);
  }
  for (const [place, names] of Object.entries(onNode)) {
    for (const program of names) files.push([`${place}/${program}`, assembly.program(program)]);
  }
  await packFiles(context, path.join(folder, 'node.tar'), files);
  const script = path.join(filesFolder, 'assemble', 'assemble.sh');
  await copyFile(script, path.join(folder, 'assemble.sh'));
}

/** Fills the @names@ of a text in. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([a-z-]+)@/g, (whole, name: string) => values[name] ?? whole);
}

/** Removes containers and images of assemblies whose process is gone, or of the one named. */
async function removeLeftovers(context: Context, runtime: Runtime, own?: number): Promise<void> {
  const list = async (...args: string[]) =>
    (await context.run(runtime.name, args)).stdout.split('\n').filter((line) => line !== '');
  const isOurs = (name: string) => {
    const pid = Number(name.match(new RegExp(`${TEMPORARY}-(\\d+)`))?.[1]);
    return pid > 0 && (pid === own || !isRunning(pid));
  };
  const containers = await list(
    'ps',
    '--all',
    '--filter',
    `name=${TEMPORARY}-`,
    '--format',
    '{{.Names}}',
  );
  for (const name of containers.filter(isOurs)) {
    await context.run(runtime.name, ['rm', '--force', '--volumes', name], { allowFailure: true });
  }
  // A named volume: an anonymous one would be written into the image, and made for every node.
  const volumes = await list('volume', 'ls', '--quiet', '--filter', `name=${TEMPORARY}-`);
  for (const name of volumes.filter(isOurs)) {
    await context.run(runtime.name, ['volume', 'rm', '--force', name], { allowFailure: true });
  }
  const images = await list('images', '--format', '{{.Repository}}:{{.Tag}}');
  for (const name of images.filter(isOurs)) {
    await context.run(runtime.name, ['rmi', name], { allowFailure: true });
  }
  // A node image that was built again leaves the former one without a name.
  const former = await list(
    ...['images', '--quiet', '--filter', 'dangling=true', '--filter', `label=${RECIPE_LABEL}`],
  );
  for (const id of former) await context.run(runtime.name, ['rmi', id], { allowFailure: true });
}
