import type { ExamLab } from '../../src/exam/bank-digest.ts';
import type { Blueprint, Domain } from '../../src/exam/blueprint.ts';
import { readLab } from '../../src/lab/lab.ts';
import { sourceOf } from '../../src/yaml/source.ts';

const MEMORY: Record<string, number> = { single: 750, duo: 1050 };

/** A lab as a draw sees it: of scope api on a duo cluster, with a namespace of its own name. */
export function lab(
  domain: Domain,
  id: string,
  changes: Partial<Record<string, string | number>> = {},
): ExamLab {
  const fields = {
    version: 1,
    id,
    title: `Do what ${id} asks`,
    domain,
    points: 10,
    minutes: 8,
    cluster: 'duo',
    scope: 'api',
    owns: `{ namespaces: [${id}] }`,
    ...changes,
  };
  const text = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  const place = { dir: `/labs/${id}`, graderFile: `/graders/${id}.ts`, origin: 'given' } as const;
  const read = readLab(place, sourceOf(`/labs/${id}/lab.yaml`, text.join('')));
  if (!read.lab) throw new Error(read.findings.map(({ message }) => message).join('\n'));
  return { lab: read.lab, digest: `digest of ${id}`, memory: MEMORY[read.lab.cluster] ?? null };
}

/** A lab that needs a cluster of one node to itself. */
export function nodeLab(domain: Domain, id: string): ExamLab {
  return lab(domain, id, { cluster: 'single', scope: 'node' });
}

export function blueprint(
  changes: Partial<Omit<Blueprint, 'draw'>> & { draw?: Partial<Blueprint['draw']> } = {},
): Blueprint {
  return {
    version: 1,
    name: 'some',
    title: 'Some tasks',
    minutes: 60,
    passMark: 66,
    tasks: 4,
    weights: { architecture: 50, troubleshooting: 50 },
    access: 'ssh',
    ...changes,
    draw: {
      tags: [],
      without: ['legacy'],
      scopes: ['api', 'node', 'own'],
      memory: 4000,
      ...changes.draw,
    },
  };
}
