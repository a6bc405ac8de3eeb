import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { load as parse } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../src/host/paths.ts';
import { jsonSchema } from '../../src/lab/json-schema.ts';
import { labSchema } from '../../src/lab/schema.ts';
import { LAB_YAML } from './folder.ts';

const HEAD = 'version: 1\ntitle: A title\npoints: 10\nminutes: 10\n';

/** Labs that this format has to hold, as their lines would be. */
const LABS: [string, string][] = [
  ['small', LAB_YAML],
  [
    'etcd-backup',
    `${HEAD}id: etcd-backup
domain: architecture
tags: [etcd, backup]
cluster: single
scope: own
grades: [apiserver, etcd]
parameters:
  file: { pick: [/opt/backup/etcd.db, /srv/etcd-snapshot.db] }
  marker: { random: hex, length: 12 }
parts:
  - { id: save, title: Save a snapshot }
  - { id: restore, title: Restore an older one }
seed:
  - run: seed/older-snapshot.sh
    on: control-plane
`,
  ],
  [
    'pv-binding',
    `${HEAD}id: pv-binding
domain: storage
cluster: duo
scope: api
parameters:
  namespace: { pick: [shop, ledger] }
  volume: { pick: [data-a, data-b] }
  size: { pick: [1Gi, 500Mi] }
owns:
  namespaces: ["{{namespace}}"]
  objects: ["PersistentVolume/{{volume}}"]
seed:
  - wait: PersistentVolumeClaim/given in {{namespace}}
    for: Bound
    seconds: 120
`,
  ],
  [
    'dns-debug',
    `${HEAD}id: dns-debug
domain: troubleshooting
cluster: duo
scope: node
grades: [dns]
changes: [coredns]
parameters:
  fault: { pick: [corefile, service, scaled] }
seed:
  - apply: seed/clients.yaml
  - wait: Deployment/client in {{lab}}
    for: Available
  - run: seed/{{fault}}.sh
    on: control-plane
owns: { namespaces: ["{{lab}}"] }
probes: ["Deployment/client in {{lab}}"]
keep: ["Service/kubernetes in default"]
`,
  ],
  [
    'storage-class',
    `${HEAD}id: storage-class
domain: storage
cluster: duo
scope: node
changes: [default-storage-class]
parameters:
  class: { pick: [fast, bulk] }
owns: { objects: ["StorageClass/{{class}}"], namespaces: [claims] }
`,
  ],
  [
    'gateway-api',
    `${HEAD}id: gateway-api
domain: networking
tags: [later]
cluster: duo
scope: own
kubernetes: "1.37"
parameters:
  port: { integer: { from: 30080, to: 30090 } }
  tls: { pick: [true, false] }
owns: { namespaces: [shop] }
keep: ["Gateway.gateway.networking.k8s.io/web in shop", "ClusterRole/system:coredns"]
wrong:
  old-way: { run: wrong/ingress.sh, fails: [route], why: An Ingress is no HTTPRoute. }
`,
  ],
];

describe('the schema holds', () => {
  const fromJson = z.fromJSONSchema(JSON.parse(jsonSchema()));
  test.each(LABS)('%s', (_id, text) => {
    const value = parse(text);
    expect(labSchema.safeParse(value).error).toBeUndefined();
    expect(fromJson.safeParse(value).error).toBeUndefined();
    expect(fromJson.safeParse({ ...(value as object), unknown: 1 }).success).toBe(false);
  });
});

test('labs/lab.schema.json is up to date', async () => {
  const written = await readFile(path.join(packageRoot, 'labs', 'lab.schema.json'), 'utf8');
  expect(written, 'run: node src/lab/write-schema.ts').toBe(jsonSchema());
});

test('every field says what it is', () => {
  const { properties } = JSON.parse(jsonSchema());
  for (const [name, field] of Object.entries<{ description?: string }>(properties)) {
    expect(field.description, name).toBeTruthy();
  }
});
