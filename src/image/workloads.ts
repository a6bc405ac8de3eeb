import type { ImageConfig, Layer } from './container-images.ts';

/** An image that labs and learners use, made from Debian packages where no registry answers. */
export interface Workload {
  /** Names as they are typed; each exists on the public hub too. */
  references: readonly string[];
  layers: readonly Layer[];
  config: ImageConfig;
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const workloads: readonly Workload[] = [
  {
    references: ['busybox:1.37', 'busybox:1.36'],
    layers: [{ tar: 'small' }],
    config: { Env: [PATH], Cmd: ['sh'] },
  },
  {
    references: ['nginx:1.29', 'nginx:1.28', 'nginx:1.27'],
    layers: [{ tar: 'small' }, { tar: 'nginx' }],
    config: {
      Env: [PATH],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ExposedPorts: { '80/tcp': {} },
      StopSignal: 'SIGQUIT',
    },
  },
];
