import path from 'node:path';
import { expect, test } from 'vitest';
import type { Domain } from '../../src/exam/blueprint.ts';
import { lintBlueprint, neighbourFindings } from '../../src/exam/lint.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { renderFinding } from '../../src/lab/lint.ts';
import { folderWith, LAB_YAML } from '../lab/folder.ts';
import { lab, nodeLab } from './labs.ts';

const TEXT = `version: 1
name: mine
title: Mine
minutes: 30
tasks: 2
weights: { storage: 50, networking: 50 }
draw:
  tags: [volumes, dns]
`;
const tagged = (domain: Domain, id: string, tags: string) => lab(domain, id, { tags });
const LABS = [
  tagged('storage', 'claims', '[volumes]'),
  tagged('networking', 'names', '[dns]'),
  nodeLab('networking', 'lines'),
];

async function findingsOf(text: string, labs = LABS): Promise<string[]> {
  const root = await folderWith({ 'mine.yaml': text });
  const findings = await lintBlueprint(path.join(root, 'mine.yaml'), labs);
  return findings.map((finding) => renderFinding(finding, root));
}

test('a right blueprint has no findings', async () => {
  expect(await findingsOf(TEXT)).toEqual([]);
});

test('mistakes in the file', async () => {
  expect(await findingsOf(TEXT.replace('title: Mine\n', 'titel: Mine\n'))).toEqual([
    'mine.yaml:3:1 unknown key "titel"; did you mean "title"?',
  ]);
});

test('a tag that no lab has', async () => {
  expect(await findingsOf(TEXT.replace('volumes', 'volume'))).toEqual([
    'mine.yaml:8:10 no lab has the tag volume; did you mean "volumes"?',
  ]);
});

test('a domain that the labs do not fill', async () => {
  expect(await findingsOf(TEXT.replace('tasks: 2', 'tasks: 4'))).toEqual([
    'mine.yaml:6:37 with seed 1, 2 tasks of networking are asked for, and 1 can be drawn (names)',
    'mine.yaml:6:21 with seed 1, 2 tasks of storage are asked for, and 1 can be drawn (claims)',
  ]);
});

async function neighboursOf(other: (text: string) => string): Promise<string[]> {
  const root = await folderWith({
    'labs/small/lab.yaml': LAB_YAML,
    'labs/other/lab.yaml': other(LAB_YAML.replace('id: small', 'id: other')),
  });
  const findings = neighbourFindings(await loadBank([labFolders(root)]));
  return findings.map((finding) => `${renderFinding(finding, root)} ${finding.severity}`);
}

test('labs that some variants keep apart', async () => {
  expect(await neighboursOf((text) => text)).toEqual([]);
});

test('labs that no variant keeps apart', async () => {
  const own = 'namespaces: ["{{namespace}}", "{{namespace}}-staging"]';
  const all = 'namespaces: [orders, billing, search]';
  expect(await neighboursOf((text) => text.replace(own, all))).toEqual([
    expect.stringMatching(
      /^labs\/small\/lab.yaml:14:1 in an exam it can't be on one cluster with other: other and small both own the namespace (orders|billing|search) warning$/,
    ),
  ]);
});

test('labs that never share a cluster anyway', async () => {
  const all = (text: string) => text.replace('"{{namespace}}"', 'orders, billing, search');
  expect(await neighboursOf((text) => all(text).replace('duo', 'single'))).toEqual([]);
  expect(await neighboursOf((text) => all(text).replace('scope: api', 'scope: node'))).toEqual([]);
});

test('that labs say what they change is no mistake', async () => {
  const root = await folderWith(
    Object.fromEntries(
      ['one', 'other'].map((id) => [
        `labs/${id}/lab.yaml`,
        LAB_YAML.replace('id: small', `id: ${id}\nchanges: [coredns]`),
      ]),
    ),
  );
  expect(neighbourFindings(await loadBank([labFolders(root)]))).toEqual([]);
});
