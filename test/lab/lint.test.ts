// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of a shell
import { describe, expect, test } from 'vitest';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { lint, renderFinding } from '../../src/lab/lint.ts';
import type { CheckView, GraderView } from '../../src/lab/rules/grader.ts';
import { folderWith, LAB_YAML, OBJECTS, SCRIPT, smallLab, TASK } from './folder.ts';

const MAY: CheckView = { id: 'may', kind: 'check', points: 8, title: 'It may', after: [] };
const KEPT: CheckView = { id: 'kept', kind: 'gate', points: 0, title: 'Kept', after: [] };
const GRADER: GraderView = { checks: [MAY, KEPT], parametersUsed: ['namespace', 'account'] };
const CLUSTERS = new Map([
  ['single', { nodes: [{ name: 'control-plane' }] }],
  ['duo', { nodes: [{ name: 'control-plane' }, { name: 'worker' }] }],
]);

async function findingsOf(
  files: Record<string, string>,
  grader: GraderView | Error = GRADER,
): Promise<string[]> {
  const root = await folderWith(files);
  const bank = await loadBank([labFolders(root)]);
  const checksOf = async () => {
    if (grader instanceof Error) throw grader;
    return grader;
  };
  const findings = await lint(bank, { checksOf, clusters: CLUSTERS });
  return findings.map((finding) => renderFinding(finding, root).replaceAll(root, 'ROOT'));
}

const LAB = 'labs/small/lab.yaml';
const SEED = 'labs/small/seed/objects.yaml';

/** The small lab with a change in its lab.yaml. */
function edited(from: string, to: string, files: Record<string, string | undefined> = {}) {
  if (!LAB_YAML.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return smallLab({ [LAB]: LAB_YAML.replace(from, () => to), ...files });
}

test('a right lab has no findings', async () => {
  expect(await findingsOf(smallLab())).toEqual([]);
});

describe('lab.yaml', () => {
  test.each<[string, string, string, string[]]>([
    ['an unknown key', 'minutes: 8', 'minutes: 8\nhint: x', [`${LAB}:8:1 unknown key "hint"`]],
    [
      'a misspelt key',
      'minutes: 8',
      'minuts: 8',
      [`${LAB}:7:1 unknown key "minuts"; did you mean "minutes"?`],
    ],
    [
      'a wrong type',
      'points: 8',
      'points: many',
      [`${LAB}:6:9 points must be a number, not "many"`],
    ],
    ['a missing key', 'minutes: 8\n', '', [`${LAB}:2:1 minutes is missing`]],
    ['a later version', 'version: 1', 'version: 2', [`${LAB}:2:10 version must be 1, not 2`]],
    ['a key twice', 'minutes: 8', 'minutes: 8\npoints: 8', [`${LAB}:8:1 "points" is given twice`]],
    [
      'an unknown domain',
      'architecture',
      'networks',
      [
        `${LAB}:5:9 domain must be one of architecture, workloads, networking, storage, troubleshooting, not "networks"`,
      ],
    ],
    [
      'a version that YAML reads as a number',
      'cluster: duo',
      'cluster: duo\nkubernetes: 1.30',
      [`${LAB}:9:13 kubernetes must be quoted, such as "1.36": as a number, 1.30 is 1.3`],
    ],
    [
      'a value that YAML reads as another',
      '[releaser, shipper, deploy-bot]',
      '[1.10, 007, True]',
      [
        `${LAB}:13:21 YAML reads 1.10 as 1.1: write "1.10"`,
        `${LAB}:13:27 YAML reads 007 as 7: write "007"`,
        `${LAB}:13:32 YAML reads True as true: write "True"`,
      ],
    ],
    [
      'values that could break a shell or YAML',
      '[releaser, shipper, deploy-bot]',
      '["a b", "c:", releaser, releaser]',
      [
        `${LAB}:13:20 parameters.account.pick has a value twice`,
        `${LAB}:13:21 parameters.account.pick[0] must be letters, digits and . _ : / - inside`,
        `${LAB}:13:28 parameters.account.pick[1] must be letters, digits and . _ : / - inside`,
      ],
    ],
    [
      'the built-in name as a parameter',
      '  account: {',
      '  lab: {',
      [`${LAB}:13:3 "lab" is built in: take another name`],
    ],
    [
      'an object that is none',
      'RoleBinding/auditors in {{namespace}}',
      'auditors',
      [
        `${LAB}:21:5 keep[0] must read "Kind/name in namespace", or "Kind/name" for one that is in no namespace`,
      ],
    ],
    [
      'a step that is two',
      '  - apply: seed/objects.yaml',
      '  - apply: seed/objects.yaml\n    run: solution.sh',
      [`${LAB}:18:5 unknown key "run"`],
    ],
    [
      'a run after one that is none',
      '{ run: wrong/b.sh, fails: [may, kept] }',
      '{ run: wrong/b.sh, fails: [may, kept], after: wrong/aa }',
      [`${LAB}:29:52 there is no run "wrong/aa"; did you mean "wrong/a"?`],
    ],
    [
      'a run after what is no name of a run',
      'right/imperative.sh',
      '{ run: right/imperative.sh, after: a }',
      [
        `${LAB}:25:50 right.imperative.after must be another run of verify: untouched, solution, right/<name> or wrong/<name>`,
      ],
    ],
    [
      'two runs after one',
      'right/imperative.sh\n  cluster-role: right/cluster-role.sh',
      '{ run: right/imperative.sh, after: wrong/a }\n  cluster-role: { run: right/cluster-role.sh, after: wrong/a }',
      [`${LAB}:26:54 right/imperative comes after wrong/a already; a run has one successor`],
    ],
    [
      'a run for a value that no variant has',
      'fails: [may] }\n  b:',
      'fails: [may], when: { acount: releaser, namespace: billings } }\n  b:',
      [
        `${LAB}:28:55 there is no parameter "acount"; did you mean "account"?`,
        `${LAB}:28:76 "namespace" is never "billings"; did you mean "billing"?`,
      ],
    ],
    [
      'a run that goes on from one of other variants',
      'fails: [may] }\n  b:',
      'fails: [may], after: wrong/b, when: { namespace: billing } }\n  b:',
      [`${LAB}:28:46 wrong/b is for other variants`],
    ],
    [
      'runs in a circle',
      'a: { run: wrong/a.sh, fails: [may] }\n  b: { run: wrong/b.sh, fails: [may, kept] }',
      'a: { run: wrong/a.sh, fails: [may], after: wrong/b }\n  b: { run: wrong/b.sh, fails: [may, kept], after: wrong/a }',
      [
        `${LAB}:28:46 wrong/a would come after itself`,
        `${LAB}:29:52 wrong/b would come after itself`,
      ],
    ],
    ['no https', 'https://', 'http://', [`${LAB}:34:10 links[0].url must begin with https://`]],
    [
      'a file outside',
      'right/imperative.sh',
      '../x.sh',
      [
        `${LAB}:25:15 right.imperative must be a path in the lab's folder, such as right/kubectl.sh`,
      ],
    ],
    ['another id', 'id: small', 'id: tiny', [`${LAB}:3:5 id must be "small", as its folder's`]],
    [
      'an unknown topology',
      'cluster: duo',
      'cluster: dou',
      [`${LAB}:8:10 there is no topology "dou"; did you mean "duo"?`],
    ],
    [
      'a missing file',
      'wrong/b.sh',
      'wrong/bb.sh',
      [
        `${LAB}:29:13 wrong/bb.sh does not exist`,
        'labs/small/wrong/b.sh:1:1 nothing in the lab refers to this file',
      ],
    ],
    [
      'an unknown check',
      '[may, kept]',
      '[may, ketp]',
      [`${LAB}:29:38 the grader has no check "ketp"; did you mean "kept"?`],
    ],
    [
      'other points',
      'points: 8',
      'points: 9',
      [`${LAB}:6:9 points is 9, but the grader's checks have 8`],
    ],
    [
      'few proofs',
      '  imperative: right/imperative.sh\n',
      '',
      [
        `${LAB}:24:1 right needs at least 2 scripts, not 1`,
        'labs/small/right/imperative.sh:1:1 nothing in the lab refers to this file',
      ],
    ],
    [
      'few mistakes',
      '  b: { run: wrong/b.sh, fails: [may, kept] }',
      '  b: { run: wrong/a.sh, fails: [may] }',
      ['labs/small/wrong/b.sh:1:1 nothing in the lab refers to this file'],
    ],
    ['no hints', 'hints:\n  - Look at {{account}} first.\n', '', [`${LAB}:2:1 there are no hints`]],
    [
      'an unused parameter',
      '  account: {',
      '  spare: { pick: [x, y] }\n  account: {',
      [`${LAB}:13:3 nothing uses the parameter spare`],
    ],
  ])('%s', async (_what, from, to, expected) => {
    const found = await findingsOf(edited(from, to));
    // A parameter that is gone or wrong also leaves its uses undefined.
    expect(
      found.filter((one) => !one.includes('account}} is not') && !one.includes('gives LAB_ACC')),
    ).toEqual(expected);
  });

  test('broken YAML has a place', async () => {
    expect(await findingsOf(edited('points: 8', 'points: 8\n  minutes: 8'))).toEqual([
      `${LAB}:7:10 this is not YAML: bad indentation of a mapping entry`,
    ]);
  });

  test('every mistake is told, not the first', async () => {
    const text = LAB_YAML.replace('points: 8', 'points: x')
      .replace('cluster: duo', 'clutser: duo')
      .replace('{{account}}', '{{acount}}')
      .replace('right/cluster-role.sh', 'right/other.sh');
    expect(await findingsOf(smallLab({ [LAB]: text }))).toEqual([
      `${LAB}:6:9 points must be a number, not "x"`,
      `${LAB}:8:1 unknown key "clutser"; did you mean "cluster"?`,
      `${LAB}:23:13 {{acount}} is not a parameter of the lab; did you mean "account"?`,
      `${LAB}:26:17 right/other.sh does not exist`,
      'labs/small/right/cluster-role.sh:1:1 nothing in the lab refers to this file',
    ]);
  });
});

describe('what a lab owns', () => {
  const namespaces = 'namespaces: ["{{namespace}}", "{{namespace}}-staging"]';
  test.each([
    ['default', `${LAB}:15:51 the namespace default can't be a lab's own`],
    ['kube-system', `${LAB}:15:51 the namespace kube-system can't be a lab's own`],
    ['Orders', `${LAB}:15:51 "Orders" can't be the name of a namespace`],
    ['{{namespace}}', `${LAB}:15:51 can be the same namespace as {{namespace}}`],
    ['billing', `${LAB}:15:51 can be the same namespace as {{namespace}}`],
    ['{{account}}_x', `${LAB}:15:51 "releaser_x" can't be the name of a namespace`],
  ])('%s', async (name, expected) => {
    const more = `namespaces: ["{{namespace}}", "{{namespace}}-staging", "${name}"]`;
    expect(await findingsOf(edited(namespaces, more))).toEqual([expected.replace(':51', ':58')]);
  });

  test('seeded objects outside of it', async () => {
    const [finding] = await findingsOf(edited(namespaces, 'namespaces: ["{{namespace}}"]'));
    expect(finding).toBe(
      `${SEED}:10:9 Deployment/web in orders-staging is outside of the namespaces that the lab owns`,
    );
  });

  test('cluster-scoped objects by their name', async () => {
    const volume = `${OBJECTS}---\napiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: {{account}}-data\n`;
    const files = { [SEED]: volume };
    expect(await findingsOf(smallLab(files))).toEqual([
      `${SEED}:16:9 PersistentVolume/releaser-data says no namespace and is not in owns.objects`,
    ]);
    const owned = `${namespaces}\n  objects: ["PersistentVolume/{{account}}-data"]`;
    expect(await findingsOf(edited(namespaces, owned, files))).toEqual([]);
  });

  test('objects to keep that nobody seeds', async () => {
    expect(await findingsOf(edited('RoleBinding/auditors', 'RoleBinding/auditor'))).toEqual([
      `${LAB}:21:5 RoleBinding/auditor in {{namespace}} is not among the objects that the seed makes`,
    ]);
  });

  test('a cluster of the user is left as it is', async () => {
    const to = 'scope: node\nexternal: true\nchanges: [node-labels]';
    const text = LAB_YAML.replace('scope: api\nexternal: true', to).replace(
      'seed:\n',
      '  paths: [/srv/data]\nseed:\n  - run: solution.sh\n    on: worker2\n',
    );
    expect(await findingsOf(smallLab({ [LAB]: text }))).toEqual([
      `${LAB}:9:8 a lab with external: true must have scope: api`,
      `${LAB}:11:1 a lab with external: true changes no facts of the cluster`,
      `${LAB}:17:11 a lab with external: true owns nothing on nodes`,
      `${LAB}:19:5 a lab with external: true runs nothing on nodes`,
      `${LAB}:20:9 the topology duo has no node "worker2"; it has control-plane, worker`,
    ]);
  });
});

describe('manifests', () => {
  test.each<[string, string, string[]]>([
    [
      'not YAML',
      'a: b\n c: d\n',
      [`${SEED}:2:3 this is not YAML: bad indentation of a mapping entry`],
    ],
    ['nothing', '# later\n', [`${SEED}:1:1 holds no object`]],
    [
      'no object',
      'kind: Pod\nmetadata:\n  name: 12\n',
      [`${SEED}:1:1 apiVersion is missing`, `${SEED}:3:9 metadata.name must be text, not 12`],
    ],
    [
      'an undefined name',
      OBJECTS.replace('{{namespace}}', '{{namspace}}'),
      [`${SEED}:5:14 {{namspace}} is not a parameter of the lab; did you mean "namespace"?`],
    ],
    [
      'a name with spaces',
      OBJECTS.replace('"{{namespace}}-', '"{{ namespace }}-'),
      [`${SEED}:11:15 write {{namespace}}, without spaces`],
    ],
  ])('%s', async (_what, text, expected) => {
    const found = await findingsOf(smallLab({ [SEED]: text }));
    expect(found.filter((one) => !one.includes('is not among the objects'))).toEqual(expected);
  });

  test('text that would turn into a number, behind another template', async () => {
    const text = OBJECTS.replace(
      'metadata:\n',
      'spec: { x: "{{namespace}}", y: {{account}} }\nmetadata:\n',
    );
    const files = edited('[releaser, shipper, deploy-bot]', '["1.10", "007", shipper]', {
      [SEED]: text,
    });
    expect(await findingsOf(files)).toEqual([
      `${SEED}:3:32 1.10 is text in lab.yaml but not here: write "{{account}}"`,
    ]);
    const numbers = edited('[releaser, shipper, deploy-bot]', '[1, 2]', { [SEED]: text });
    expect(await findingsOf(numbers)).toEqual([]);
  });

  test('a file for each value of a parameter', async () => {
    const files = edited('apply: seed/objects.yaml', 'apply: seed/{{namespace}}.yaml', {
      [SEED]: undefined,
      'labs/small/seed/orders.yaml': OBJECTS,
      'labs/small/seed/billing.yaml': OBJECTS,
    });
    expect(await findingsOf(files)).toEqual([`${LAB}:17:12 seed/search.yaml does not exist`]);
    expect(await findingsOf({ ...files, 'labs/small/seed/search.yaml': OBJECTS })).toEqual([]);
  });

  test('a file named by a marker', async () => {
    const text = LAB_YAML.replace(
      'account: {',
      'mark: { random: hex, length: 4 }\n  account: {',
    ).replace('seed/objects.yaml', 'seed/{{mark}}.yaml');
    const found = await findingsOf(smallLab({ [LAB]: text }));
    expect(found).toContain(
      `${LAB}:18:12 {{mark}} is not picked from a list: it can't name a file`,
    );
  });
});

describe('texts and scripts', () => {
  test.each<[string, Record<string, string | undefined>, string[]]>([
    [
      'an undefined name in the task',
      { 'labs/small/task.md': `${TASK}\nAnd {{acount}}.\n` },
      ['labs/small/task.md:3:5 {{acount}} is not a parameter of the lab; did you mean "account"?'],
    ],
    [
      'no task',
      { 'labs/small/task.md': undefined },
      [`${LAB}:2:1 task.md, the text of the task, does not exist`],
    ],
    [
      'a literal that the task leaves out',
      { 'labs/small/task.md': 'In `{{namespace}}`, do it.\n' },
      [
        `${LAB}:13:3 the grader uses account, but task.md has no {{account}}`,
        'labs/small/solution.sh:4:39 task.md does not show {{account}}, so a learner has no LAB_ACCOUNT: find it out from what they can see',
      ],
    ],
    [
      'a template in a script',
      { 'labs/small/solution.sh': `${SCRIPT}echo {{namespace}} "$LAB_ACCOUNT"\n` },
      [
        'labs/small/solution.sh:4:6 a script is no template: write ${LAB_NAMESPACE} for {{namespace}}',
      ],
    ],
    [
      'an undefined variable',
      { 'labs/small/wrong/a.sh': `${SCRIPT}echo "\${LAB_NAMSPACE}"\n` },
      [
        'labs/small/wrong/a.sh:4:7 no parameter of the lab gives LAB_NAMSPACE; did you mean "LAB_NAMESPACE"?',
      ],
    ],
    [
      'a careless script',
      { 'labs/small/wrong/a.sh': 'kubectl get pods\n' },
      [
        'labs/small/wrong/a.sh:1:1 must stop at an error: set -euo pipefail',
        'labs/small/wrong/a.sh:1:1 the first line must be: #!/usr/bin/env bash',
      ],
    ],
    [
      'a stray file',
      { 'labs/small/notes.txt': 'x', 'labs/small/seed/old.yaml': 'x' },
      [
        'labs/small/notes.txt:1:1 nothing in the lab refers to this file',
        'labs/small/seed/old.yaml:1:1 nothing in the lab refers to this file',
      ],
    ],
    [
      'a file that a script takes',
      {
        'labs/small/files/role.yaml': 'x',
        'labs/small/wrong/a.sh': `${SCRIPT}kubectl apply -f "$(dirname "$0")/../files/role.yaml"\n`,
      },
      [],
    ],
  ])('%s', async (_what, changes, expected) => {
    expect(await findingsOf(smallLab(changes))).toEqual(expected);
  });
});

describe('graders', () => {
  const grader = 'graders/small.ts';
  test('there is none', async () => {
    const files = smallLab({ [grader]: undefined });
    expect(await findingsOf(files, new Error('not found'))).toEqual([
      `${LAB}:3:5 the lab has no grader: ROOT/graders/small.ts does not exist`,
    ]);
  });

  test('it can not be loaded', async () => {
    expect(await findingsOf(smallLab(), new Error('Unexpected token'))).toEqual([
      `${grader}:1:1 can't be loaded: Unexpected token`,
    ]);
  });

  test('it finds its own mistakes', async () => {
    expect(
      await findingsOf(smallLab(), { ...GRADER, problems: ['Checks wait for each other.'] }),
    ).toEqual([`${grader}:1:1 Checks wait for each other.`]);
  });

  test('order, ids and parts', async () => {
    const checks = [
      { ...MAY, part: 'first' },
      { ...KEPT, after: ['mai'] },
      { ...KEPT, after: [] },
    ];
    expect(await findingsOf(smallLab(), { ...GRADER, checks })).toEqual([
      `${grader}:1:1 "kept" comes after "mai", which is no check; did you mean "may"?`,
      `${grader}:1:1 "may" is in the part "first", which the lab has not`,
      `${grader}:1:24 two checks have the id "kept"`,
    ]);
  });

  test('a part without checks, a check without part', async () => {
    const files = edited('minutes: 8', 'minutes: 8\nparts: [{ id: save, title: Save it }]');
    expect(await findingsOf(files)).toEqual([
      `${grader}:1:8 "may" is in no part of the lab`,
      `${LAB}:8:15 no check of the grader is in the part "save"`,
    ]);
  });
});

test('an id in two folders', async () => {
  const one = await folderWith(smallLab());
  const two = await folderWith(smallLab());
  const bank = await loadBank([labFolders(one), labFolders(two)]);
  const findings = await lint(bank, { checksOf: async () => GRADER, clusters: CLUSTERS });
  expect(findings.map((finding) => renderFinding(finding, two))).toEqual([
    `${LAB}:3:5 the id "small" is taken by ${one}/${LAB}`,
  ]);
  expect(findings[0]).toMatchObject({ lab: 'small', severity: 'error' });
});

describe('the solution', () => {
  const hidden = (script: string) =>
    edited('owns:\n', '  fault: { pick: [port, zone] }\nowns:\n', {
      'labs/small/solution.sh': `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`,
      'labs/small/right/imperative.sh': `#!/usr/bin/env bash\nset -euo pipefail\necho "$LAB_FAULT"\n`,
    });
  const WORDS =
    'task.md does not show {{fault}}, so a learner has no LAB_FAULT: find it out from what they can see';

  test.each([
    ['case ${LAB_FAULT} in port) ;; esac', 8],
    ['echo "$LAB_ACCOUNT" && printenv LAB_FAULT', 33],
  ])('%s', async (script, column) => {
    expect(await findingsOf(hidden(script))).toEqual([
      `labs/small/solution.sh:3:${column} ${WORDS}`,
    ]);
  });

  test('uses what the task shows, and other scripts all', async () => {
    expect(await findingsOf(hidden('echo "$LAB_ACCOUNT" "$LAB_CLUSTER"'))).toEqual([]);
  });
});
