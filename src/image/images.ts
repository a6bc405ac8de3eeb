import path from 'node:path';
import { InfrastructureError } from '../errors.ts';
import type { ContainerImage, ImageConfig, Layer } from './container-images.ts';
import { tools } from './versions.ts';
import { workloads } from './workloads.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Images that our own manifests name; the names are those of the published ones. */
export const kubeRouterImage = `cloudnativelabs/kube-router:${tools.kubeRouter}`;
export const provisionerImage = `rancher/local-path-provisioner:${tools.localPathProvisioner}`;
/** Labs name it in their manifests. */
const metricsServerImage = `rancher/mirrored-metrics-server:${tools.metricsServer}`;
export const helperImage = workloads[0]?.references[0] ?? '';

/**
 * Every image that a node holds: what kubeadm asks for (the lines of `kubeadm config images list`),
 * the network and storage of the cluster, and the workloads of labs.
 */
export function nodeImages(asked: readonly string[]): ContainerImage[] {
  return [
    ...asked.map(kubernetesImage),
    {
      references: [kubeRouterImage],
      layers: [{ tar: 'small' }, { tar: 'net' }, inBin('kube-router', 'start-kube-router')],
      config: { Env: [PATH], Entrypoint: ['/usr/local/bin/start-kube-router'] },
    },
    {
      references: [provisionerImage],
      layers: [{ tar: 'static' }, inBin('local-path-provisioner')],
      config: { Env: [PATH], Entrypoint: ['local-path-provisioner'] },
    },
    {
      references: [metricsServerImage],
      layers: [{ tar: 'static' }, { programs: { 'metrics-server': 'metrics-server' } }],
      config: { Entrypoint: ['/metrics-server'] },
    },
    ...workloads,
  ];
}

/** What kubeadm asks for, by the last element of the name. */
export const kubernetesImages: Readonly<Record<string, { layers: Layer[]; config: ImageConfig }>> =
  {
    'kube-apiserver': command('kube-apiserver'),
    'kube-controller-manager': command('kube-controller-manager'),
    'kube-scheduler': command('kube-scheduler'),
    'kube-proxy': {
      layers: [{ tar: 'small' }, { tar: 'net' }, inBin('kube-proxy')],
      config: { Env: [PATH], Entrypoint: ['kube-proxy'] },
    },
    etcd: {
      layers: [{ tar: 'static' }, inBin('etcd', 'etcdctl', 'etcdutl')],
      config: { Env: [PATH], Entrypoint: ['etcd'] },
    },
    coredns: {
      layers: [{ tar: 'static' }, { programs: { coredns: 'coredns' } }],
      config: { Entrypoint: ['/coredns'] },
    },
    pause: {
      layers: [{ programs: { pause: 'pause' } }],
      config: { Entrypoint: ['/pause'] },
    },
  };

function kubernetesImage(reference: string): ContainerImage {
  const image = kubernetesImages[nameOf(reference)];
  if (!image) {
    throw new InfrastructureError(`kubeadm asks for ${reference}, which is not known here.`, {
      next: 'Add it to src/image/images.ts.',
    });
  }
  return { references: [reference], ...image };
}

/** The last element of an image's path, without its tag. */
export function nameOf(reference: string): string {
  return path.posix.basename(reference).replace(/:.*/, '');
}

function command(name: string): { layers: Layer[]; config: ImageConfig } {
  return {
    layers: [{ tar: 'static' }, inBin(name)],
    config: { Env: [PATH], Entrypoint: [name] },
  };
}

function inBin(...names: string[]): Layer {
  return { programs: Object.fromEntries(names.map((name) => [`usr/local/bin/${name}`, name])) };
}
