import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/host/paths.ts';
import { workloads } from '../../src/image/workloads.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { programsOfImage } from '../../src/lab/image-programs.ts';
import { lint, renderFinding } from '../../src/lab/lint.ts';
import { programsIn, programsInScript } from '../../src/lab/shell-programs.ts';
import { folderWith, SCRIPT, smallLab } from './folder.ts';

test.each([
  ['sleep 1', ['sleep']],
  ['at=http://$HOST; until curl -s "$at"; do sleep 0.2; done', ['curl', 'sleep']],
  ['exec nginx -g "daemon off;"', ['nginx']],
  [
    `if said=$(wget -q -O - "$2"); then echo "$(printf x | tr a b)"; fi`,
    [...['wget', 'echo', 'printf', 'tr']],
  ],
  ['{ timeout 1 nslookup -type=a x >/dev/null; } &', ['timeout', 'nslookup']],
  ['ask() { nc -z "$1" 80; }; ask a & wait', ['nc']],
  ['sh -c "httpd -f"; env A=b tail -f x; command -v jq', ['sh', 'httpd', 'env', 'tail']],
  ["cat >x <<'END'\njq .\nEND\n/tools/kubectl get; $run x", ['cat']],
  ['for i in 1 2; do case $i in 1) touch a ;; *) ! test -f b ;; esac; done', ['touch', 'test']],
])('%s needs %j', (script, programs) => {
  expect(programsInScript(script)).toEqual(programs);
});

test('a command line may be a shell with its script', () => {
  expect(programsIn(['sh', '-ec', 'jq . x'])).toEqual(['sh', 'jq']);
  expect(programsIn(['httpd', '-f'])).toEqual(['httpd']);
  expect(programsIn([])).toEqual([]);
});

test('the programs of every image that is built here are known, and of no other base', () => {
  for (const reference of workloads.flatMap(({ references }) => references)) {
    expect(programsOfImage(reference)?.has('sh'), reference).toBe(true);
    expect(programsOfImage(`docker.io/library/${reference}@sha256:0`)).toBe(
      programsOfImage(reference),
    );
  }
  expect(programsOfImage('nginx:1.29')?.has('curl')).toBe(true);
  expect(programsOfImage('nginx:1.29')?.has('wget')).toBe(false);
  expect(programsOfImage('nginx:1.29-alpine')).toBeUndefined();
  expect(programsOfImage('redis')).toBeUndefined();
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: "{{namespace}}" }
spec:
  template:
    spec:
      containers:
        - name: web
          image: nginx:1.29
          command: [sh, -c]
          args:
            - |
              until wget -q http://gate; do sleep 1; done
              exec nginx
          readinessProbe: { exec: { command: [ps] } }
        - { name: own, image: "registry.invalid/own:1", command: [anything] }
`;
const APPLIES = `${SCRIPT}
kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata: { name: $LAB_ACCOUNT }
spec:
  containers:
    - name: one
      image: busybox:1.37
      command: [sh, -c, "case \\$HOSTNAME in *-2) bash x ;; esac; curl y"]
YAML
kubectl run two --image=nginx:1.29 --command -- ping a
`;

test('lint names what no published image has, in manifests and in what scripts apply', async () => {
  const root = await folderWith(
    smallLab({
      'labs/small/seed/objects.yaml': DEPLOYMENT,
      'labs/small/right/imperative.sh': APPLIES,
    }),
  );
  const bank = await loadBank([labFolders(root)]);
  const checksOf = async () => ({ checks: [], parametersUsed: [] });
  const findings = await lint(bank, { checksOf, clusters: new Map() });
  const found = findings.map((finding) => renderFinding(finding, root));
  expect(found.filter((text) => text.includes('as it is published'))).toEqual([
    'labs/small/right/imperative.sh:1:1 nginx:1.29, as it is published, has no ping',
    'labs/small/right/imperative.sh:6:1 busybox:1.37, as it is published, has no bash, curl',
    'labs/small/seed/objects.yaml:12:13 nginx:1.29, as it is published, has no wget',
    'labs/small/seed/objects.yaml:15:46 nginx:1.29, as it is published, has no ps',
  ]);
});

/** The scripts that graders run in seeded pods of busybox. */
function gradersScripts(): { file: string; script: string }[] {
  const folder = path.join(packageRoot, 'src', 'grading');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      if (!text.includes('facts.exec(')) return [];
      const scripts = text.matchAll(/const (?:SCRIPT|SHOW|script) = `((?:\\.|[^`\\])*)`/gs);
      return [...scripts].map(([, raw = '']) => ({
        file,
        // As JavaScript reads it; what is filled in is a word.
        script: raw.replaceAll(/(?<!\\)\$\{[^}]*\}/g, 'word').replaceAll(/\\(.)/g, '$1'),
      }));
    });
}

test('what graders run in pods is in the published busybox', () => {
  const scripts = gradersScripts();
  expect(scripts.length).toBeGreaterThanOrEqual(6);
  const busybox = programsOfImage('busybox:1.37');
  const missing = scripts.flatMap(({ file, script }) =>
    programsInScript(script)
      .filter((program) => !busybox?.has(program))
      .map((program) => `${file}: ${program}`),
  );
  expect(missing).toEqual([]);
});
