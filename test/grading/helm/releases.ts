import { gzipSync } from 'node:zlib';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { object } from '../fakes.ts';

interface Made {
  version?: string;
  config?: object | null;
  status?: string;
  description?: string;
  manifest?: string;
}

/** A revision of the release 'counter' in 'shop', as Helm keeps it in a Secret. */
export function aRevision(number: number, made: Made = {}): KubeObject {
  const {
    version = '0.1.0',
    config = null,
    manifest = `of: ${version} ${JSON.stringify(config)}`,
  } = made;
  const release = {
    name: 'counter',
    namespace: 'shop',
    version: number,
    info: {
      status: made.status ?? 'superseded',
      description: made.description ?? 'Upgrade complete',
    },
    chart: {
      metadata: { name: 'shopfront', version },
      values: { replicas: 1, image: { repository: 'nginx', tag: '1.27' } },
    },
    config,
    manifest,
  };
  const packed = gzipSync(JSON.stringify(release)).toString('base64');
  return {
    ...object('Secret', `sh.helm.release.v1.counter.v${number}`, 'shop'),
    type: 'helm.sh/release.v1',
    data: { release: Buffer.from(packed).toString('base64') },
  } as KubeObject;
}
