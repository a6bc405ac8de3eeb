// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of a shell
import { expect, test } from 'vitest';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { instantiate } from '../../src/lab/instance.ts';
import { lint, renderFinding } from '../../src/lab/lint.ts';
import { drawSecrets, withSecrets } from '../../src/lab/secrets.ts';
import { folderWith, LAB_YAML, OBJECTS, SCRIPT, smallLab, TASK } from './folder.ts';

const SEED = 'labs/small/seed/objects.yaml';
const LAB = 'labs/small/lab.yaml';
const GRADER = {
  checks: [
    { id: 'may', kind: 'check' as const, points: 8, title: 'It may', after: [] },
    { id: 'kept', kind: 'gate' as const, points: 0, title: 'Kept', after: [] },
  ],
  parametersUsed: ['namespace', 'account'],
};

/** The small lab with a secret in a seeded object. */
function secretLab(files: Record<string, string> = {}, yaml = (text: string) => text) {
  return smallLab({
    [LAB]: yaml(LAB_YAML.replace('owns:\n', 'secrets: [early, late]\nowns:\n')),
    [SEED]: `${OBJECTS}  annotations: { a: "{{early}}", b: "{{late}}" }\n`,
    ...files,
  });
}

async function findingsOf(files: Record<string, string>): Promise<string[]> {
  const root = await folderWith(files);
  const bank = await loadBank([labFolders(root)]);
  const clusters = new Map([['duo', { nodes: [{ name: 'control-plane' }] }]]);
  const findings = await lint(bank, { checksOf: async () => GRADER, clusters });
  return findings.map((finding) => renderFinding(finding, root));
}

test('every name gets a value of its own, another one each time', () => {
  const [one, two] = [drawSecrets(['early', 'late']), drawSecrets(['early', 'late'])];
  const values = [...Object.values(one), ...Object.values(two)];
  expect(new Set(values).size).toBe(4);
  // Not a number to YAML, and long enough to be nobody's guess.
  for (const value of values) expect(value).toMatch(/^[a-z][0-9a-f]{24}$/);
});

test('secrets stand in manifests alone', async () => {
  const root = await folderWith(secretLab());
  const lab = (await loadBank([labFolders(root)])).require('small');
  const instance = instantiate(lab, '1');
  expect(instance.secrets).toEqual(['early', 'late']);
  expect(JSON.stringify(instance.environment)).not.toMatch(/early/i);
  const script = { run: 'a.sh', script: '/{{early}}.sh', on: 'control-plane' };
  const [manifest, same] = withSecrets(
    [...instance.steps, script].filter((s) => !('wait' in s)),
    {
      early: 'x1',
      late: 'x2',
    },
  );
  expect(manifest).toMatchObject({ text: expect.stringContaining('{ a: "x1", b: "x2" }') });
  expect(same).toBe(script);
});

test('a secret in a seeded manifest is right', async () => {
  expect(await findingsOf(secretLab())).toEqual([]);
});

const only = 'is a secret: it may stand in seeded manifests only';

test.each<[string, Record<string, string>, string]>([
  ['the task', { 'labs/small/task.md': `${TASK}{{early}}\n` }, `{{early}} ${only}`],
  ['a script', { 'labs/small/wrong/a.sh': `${SCRIPT}: {{late}}\n` }, `{{late}} ${only}`],
  [
    "a script's variable",
    { 'labs/small/wrong/a.sh': `${SCRIPT}: "$LAB_LATE"\n` },
    "LAB_LATE would be a secret, which scripts don't get",
  ],
])('a secret in %s', async (_where, files, message) => {
  expect(await findingsOf(secretLab(files))).toEqual([expect.stringContaining(message)]);
});

test.each<[string, string, string, string]>([
  ['a hint', 'Look at {{account}}', 'Look at {{early}}', `{{early}} ${only}`],
  ['what the lab owns', '{{namespace}}-staging"]', '{{late}}"]', `{{late}} ${only}`],
  ['no manifest', '[early, late]', '[early, late, never]', 'no seeded manifest holds {{never}}'],
  ['a parameter', '[early, late]', '[early, late, account]', 'the name account is taken'],
  ['the list twice', '[early, late]', '[early, late, late]', 'the name late is taken'],
])('a secret in %s', async (_where, from, to, message) => {
  const findings = await findingsOf(secretLab({}, (text) => text.replace(from, () => to)));
  expect(findings.filter((finding) => finding.includes(message))).toHaveLength(1);
});
