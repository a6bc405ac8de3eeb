import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { packageRoot } from '../host/paths.ts';
import { renderFinding } from '../yaml/finding.ts';
import { load } from '../yaml/load.ts';
import { findingAt, sourceOf } from '../yaml/source.ts';

const NAME = /^[a-z][a-z0-9-]*$/;

const nodeSchema = z.strictObject({
  role: z.enum(['control-plane', 'worker']).describe('What the node is.'),
  labels: z
    .record(z.string(), z.string())
    .optional()
    .describe('Labels that the node has from the start.'),
});

const minor = z
  .string({ error: 'must be quoted, such as "1.36": as a number, 1.30 is 1.3' })
  .regex(/^1\.\d+$/, 'must be a minor version, such as "1.36"');

const topologySchema = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  name: z
    .string()
    .regex(NAME, 'must be lower-case letters, digits and -')
    .describe('The name of the file, without .yaml.'),
  title: z.string().optional().describe('What it is, in a few words.'),
  upgrade: z
    .strictObject({ from: minor, to: minor })
    .optional()
    .describe('Its nodes have the first minor, and all that upgrading them to the second takes.'),
  nodes: z.array(nodeSchema).min(1).describe('The nodes, in the order in which they are made.'),
});

export interface TopologyNode {
  /** As labs and `shell` call it: 'control-plane', 'worker', 'worker2' … */
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly labels?: Record<string, string> | undefined;
}

/** What nodes a cluster has. */
export interface Topology {
  readonly name: string;
  readonly title?: string | undefined;
  /** Kubernetes minors: the one that its nodes have, and the one that they can be upgraded to. */
  readonly upgrade?: { readonly from: string; readonly to: string } | undefined;
  readonly nodes: readonly TopologyNode[];
}

/** Reads clusters/<name>.yaml. Throws UsageError with every mistake in it. */
export async function loadTopology(file: string): Promise<Topology> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new UsageError(`The topology ${file} can't be read: ${cause.message}`, { cause });
  });
  const { source, document, value, fields, findings } = load(topologySchema, sourceOf(file, text));
  const at = (key: string) => document?.at([key]) ?? source.at(0);
  const expected = path.basename(file, '.yaml');
  if (fields.name !== undefined && fields.name !== expected) {
    findings.push(findingAt(file, at('name'), `name must be "${expected}", as the file's`));
  }
  if (fields.nodes && !fields.nodes.some(({ role }) => role === 'control-plane')) {
    findings.push(findingAt(file, at('nodes'), 'nodes must have a control-plane'));
  }
  if (!value || findings.length > 0) {
    const list = findings.map(
      (finding) => `  ${renderFinding(finding, path.dirname(path.dirname(file)))}`,
    );
    throw new UsageError(`The topology "${expected}" has mistakes:\n${list.join('\n')}`);
  }
  return { ...value, nodes: named(value.nodes) };
}

/** One of our topologies, by name. */
export function topologyOf(name: string): Promise<Topology> {
  return loadTopology(path.join(packageRoot, 'clusters', `${name}.yaml`));
}

/** Every topology of a folder, ours without one, by name. */
export async function topologies(
  folder = path.join(packageRoot, 'clusters'),
): Promise<Map<string, Topology>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const all = await Promise.all(files.map((name) => loadTopology(path.join(folder, name))));
  return new Map(all.map((topology) => [topology.name, topology]));
}

/** Names nodes as kind does: by role, and from the second of a role on with its number. */
function named(nodes: readonly Omit<TopologyNode, 'name'>[]): TopologyNode[] {
  const count = { 'control-plane': 0, worker: 0 };
  return nodes.map((node) => {
    count[node.role] += 1;
    return {
      ...node,
      name: count[node.role] === 1 ? node.role : `${node.role}${count[node.role]}`,
    };
  });
}
