import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary folder that holds these files and goes with the test. */
export async function folderWith(files: Record<string, string>): Promise<string> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'cka-lab-test-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const file = path.join(root, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }),
  );
  return root;
}

export const SCRIPT = '#!/usr/bin/env bash\nset -euo pipefail\nkubectl get pods\n';

/** A lab without a mistake, after the sketch of the rbac lab. */
export const LAB_YAML = `# yaml-language-server: $schema=../lab.schema.json
version: 1
id: small
title: Give a release account exactly what it needs
domain: architecture
points: 8
minutes: 8
cluster: duo
scope: api
external: true
parameters:
  namespace: { pick: [orders, billing, search] }
  account: { pick: [releaser, shipper, deploy-bot] }
owns:
  namespaces: ["{{namespace}}", "{{namespace}}-staging"]
seed:
  - apply: seed/objects.yaml
  - wait: Deployment/web in {{namespace}}
    for: Available
keep:
  - RoleBinding/auditors in {{namespace}}
hints:
  - Look at {{account}} first.
right:
  imperative: right/imperative.sh
  cluster-role: right/cluster-role.sh
wrong:
  a: { run: wrong/a.sh, fails: [may] }
  b: { run: wrong/b.sh, fails: [may, kept] }
  c: { run: wrong/c.sh, fails: [may] }
  d: { run: wrong/d.sh, fails: [may] }
links:
  - title: RBAC
    url: https://kubernetes.io/docs/reference/access-authn-authz/rbac/
`;

export const TASK = 'In the namespace `{{namespace}}`, give {{account}} what it needs.\n';

export const OBJECTS = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: auditors
  namespace: {{namespace}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: "{{namespace}}-staging"
`;

/** The files of that lab; `changes` replace or, by undefined, remove some. */
export function smallLab(changes: Record<string, string | undefined> = {}): Record<string, string> {
  const names = [
    'right/imperative',
    'right/cluster-role',
    'wrong/a',
    'wrong/b',
    'wrong/c',
    'wrong/d',
  ];
  const files: Record<string, string | undefined> = {
    'graders/small.ts': `check('may', 8); gate('kept')\n`,
    'labs/small/lab.yaml': LAB_YAML,
    'labs/small/task.md': TASK,
    'labs/small/seed/objects.yaml': OBJECTS,
    'labs/small/solution.sh': `${SCRIPT}kubectl -n "$LAB_NAMESPACE" get sa "\${LAB_ACCOUNT}"\n`,
    ...Object.fromEntries(names.map((name) => [`labs/small/${name}.sh`, SCRIPT])),
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
