import type { Lab } from '../lab/lab.ts';
import type { ExamLab } from './bank-digest.ts';
import type { Blueprint } from './blueprint.ts';

/** A lab that may be drawn: what its cluster takes is known. */
export interface Candidate extends ExamLab {
  memory: number;
}

/** What a blueprint lets be drawn of a bank, and of the other labs, by id, why not. */
export interface Pool {
  candidates: readonly Candidate[];
  others: ReadonlyMap<string, string>;
}

export function poolOf({ draw }: Pick<Blueprint, 'draw'>, labs: readonly ExamLab[]): Pool {
  const candidates: Candidate[] = [];
  const others = new Map<string, string>();
  for (const one of labs) {
    const why = whyNot(draw, one.lab);
    if (why !== undefined) others.set(one.lab.id, why);
    else if (one.memory === null) {
      others.set(one.lab.id, `there is no topology "${one.lab.cluster}"`);
    } else candidates.push({ ...one, memory: one.memory });
  }
  return { candidates, others };
}

function whyNot(draw: Blueprint['draw'], lab: Lab): string | undefined {
  const unwanted = draw.without.find((tag) => lab.tags.includes(tag));
  if (unwanted !== undefined) return `it has the tag ${unwanted}, which draw.without names`;
  if (draw.tags.length > 0 && !draw.tags.some((tag) => lab.tags.includes(tag))) {
    return `it has none of the tags ${draw.tags.join(', ')}`;
  }
  if (!draw.scopes.includes(lab.scope)) {
    return `its scope is ${lab.scope}, and draw.scopes has only ${draw.scopes.join(', ')}`;
  }
  return draw.minutes !== undefined && lab.minutes > draw.minutes
    ? `it takes ${lab.minutes} minutes, and draw.minutes is ${draw.minutes}`
    : undefined;
}
