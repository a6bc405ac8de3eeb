import type { V1PodSpec, V1Taint } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { parseRef } from '../../lab/ref.ts';
import type { Look } from '../define.ts';
import { type Box, both, decided, isRanges, TooManyBoxes, without } from '../sets/box.ts';
import { labelTrait, matches, type Requirement, selectedBy } from '../sets/selector.ts';
import { someValue } from '../sets/values.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { newestPods, type Workload } from './newest-pods.ts';
import {
  EVERY_NODE,
  type Liking,
  likings,
  mayRunOn,
  NAME,
  NODE,
  tolerates,
} from './node-selection.ts';
import { type RolloutAsked, rolledOut } from './rolled-out.ts';

/** Nodes by what their labels must be, as in the affinity of a pod. */
export interface NodeRule {
  /** 'nodes that have the label disk'. */
  inWords: string;
  where: readonly Requirement[];
}

/**
 * The scheduler may put the workload's pods on the nodes that fit, and on no other: true of every
 * node that could join the cluster, however the pods say it, and whatever else runs there.
 */
export function onlyOn(ref: string, rule: NodeRule): Look {
  const expected = `pods may run on ${rule.inWords}, and on no other`;
  return withTemplate(ref, expected, (spec) => {
    if (spec.nodeName) return `the pods name the node ${spec.nodeName}, past the scheduler`;
    const company = companyOf(spec);
    if (company) return `where they may run depends on other pods, by ${company}`;
    const fitting = nodesThat(rule);
    const [more] = without(mayRunOn(spec, 'some'), fitting);
    if (more) return `they may run on ${shown(more)}`;
    const [less] = without(fitting, mayRunOn(spec, 'none'));
    return less && `they may not run on ${shown(less)}`;
  });
}

export interface NodeWeight extends NodeRule {
  weight: number;
}

/**
 * Each node on which its pods may run is worth the sum of these weights that it fits to the workload:
 * it prefers no others, and none by the pods that run there.
 */
export function prefersBy(ref: string, weights: readonly NodeWeight[]): Look {
  return withTemplate(ref, 'each node has the weight that was asked for it', (spec) => {
    const company = likedCompany(spec);
    if (company) return `they prefer nodes by other pods, too, by ${company}`;
    const nodes = mayRunOn(spec, 'some');
    if (nodes.length === 0) return 'there is no node on which the pods may run';
    const asked = weights.flatMap(({ where, weight }) =>
      nodesThat({ where }).map((box) => ({ nodes: box, weight })),
    );
    const wrong = weigh(nodes, likings(spec), asked).find((one) => one.has !== one.asked);
    return wrong && `${shown(wrong.nodes)} has ${wrong.has}, not ${wrong.asked}`;
  });
}

function nodesThat({ where }: Pick<NodeRule, 'where'>): Box[] {
  const labelled = selectedBy({ matchExpressions: where }, NODE);
  const nodes = labelled && both(EVERY_NODE, labelled);
  return nodes ? [nodes] : [];
}

const MOST_PIECES = 5000;

/** Takes nodes apart by what they are worth, and were to be. Throws TooManyBoxes. */
function weigh(nodes: readonly Box[], has: readonly Liking[], asked: readonly Liking[]) {
  let pieces = nodes.map((box) => ({ nodes: box, has: 0, asked: 0 }));
  for (const [field, liking] of [
    ...has.map((one) => ['has', one] as const),
    ...asked.map((one) => ['asked', one] as const),
  ]) {
    if (pieces.length > MOST_PIECES) throw new TooManyBoxes();
    pieces = pieces.flatMap((piece) => {
      const inside = both(piece.nodes, liking.nodes);
      const outside = without([piece.nodes], [liking.nodes]);
      return [
        ...(inside ? [{ ...piece, nodes: inside, [field]: piece[field] + liking.weight }] : []),
        ...outside.map((box) => ({ ...piece, nodes: box })),
      ];
    });
  }
  return pieces;
}

/** What of a pod's spec makes it depend on other pods where it may run. */
function companyOf(spec: V1PodSpec): string | undefined {
  const isSpread = spec.topologySpreadConstraints?.some(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  );
  return (
    towardsPods(spec, 'requiredDuringSchedulingIgnoredDuringExecution') ??
    (isSpread ? 'topologySpreadConstraints' : undefined)
  );
}

/** What of a pod's spec makes it prefer nodes by the pods that are there. */
function likedCompany(spec: V1PodSpec): string | undefined {
  return (
    towardsPods(spec, 'preferredDuringSchedulingIgnoredDuringExecution') ??
    (spec.topologySpreadConstraints?.length ? 'topologySpreadConstraints' : undefined)
  );
}

/** The affinity to pods, or against them, that has such terms. */
function towardsPods(
  { affinity }: V1PodSpec,
  terms:
    | 'requiredDuringSchedulingIgnoredDuringExecution'
    | 'preferredDuringSchedulingIgnoredDuringExecution',
): string | undefined {
  return (['podAffinity', 'podAntiAffinity'] as const).find(
    (field) => affinity?.[field]?.[terms]?.length,
  );
}

/** The workload's pods tolerate these taints, and no taint with another key. */
export function toleratesOnly(ref: string, ...taints: [V1Taint, ...V1Taint[]]): Look {
  const names = taints.map(({ key, effect }) => `${key}:${effect}`).join(', ');
  return withTemplate(ref, `the pods tolerate ${names}, and no other key`, (spec) => {
    const missing = taints.filter((taint) => !tolerates(spec, taint));
    if (missing.length > 0)
      return `they don't tolerate ${missing.map(({ key }) => key).join(', ')}`;
    const keys = (spec.tolerations ?? []).map(({ key = '' }) => key);
    const more = keys.find((key) => !taints.some((taint) => taint.key === key));
    if (more === undefined) return undefined;
    return more === '' ? 'they tolerate every key' : `they tolerate ${more} too`;
  });
}

/** The workload is rolled out, and all its pods are on nodes that fit. */
export function placedOn(ref: string, rule: NodeRule, wanted: RolloutAsked = {}): Look {
  const look = rolledOut(ref, wanted);
  return async (facts) => {
    const outcome = await look(facts);
    if (outcome.verdict === 'failed') return outcome;
    const workload = await facts.get<Workload>(ref);
    const pods = workload ? await newestPods(facts, { ...workload, kind: parseRef(ref).kind }) : [];
    const labels = (await facts.list<KubeObject>('Node')).map(({ metadata }) => metadata);
    const nodes = new Map(labels.map((node) => [node.name, node.labels ?? {}]));
    const wrong = pods.find(
      ({ spec }) =>
        !matches({ matchExpressions: rule.where }, nodes.get(spec.nodeName ?? '') ?? {}),
    );
    if (pods.length > 0 && !wrong) return passed();
    return failed({
      expected: `the pods of ${parseRef(ref).name} are on ${rule.inWords}`,
      actual: wrong ? `${wrong.metadata.name} is on ${wrong.spec.nodeName}` : 'there are no pods',
    });
  };
}

const TOO_MANY = 'there are too many terms to decide what they say';

function withTemplate(
  ref: string,
  expected: string,
  wrongWith: (spec: V1PodSpec) => string | undefined,
): Look {
  return async (facts): Promise<Outcome> => {
    const { kind, name } = parseRef(ref);
    const spec = (await facts.get<Workload>(ref))?.spec.template.spec;
    const actual = spec ? decided(() => wrongWith(spec), TOO_MANY) : `there is no ${kind} ${name}`;
    return actual === undefined ? passed() : failed({ expected: `${name}: ${expected}`, actual });
  };
}

/** 'a node that is called cp, with disk=nvme, without role'. */
function shown(box: Box): string {
  const parts = [...box].flatMap(([key, trait]) => {
    if (isRanges(trait)) return [];
    const value = someValue(trait);
    if (key === NAME)
      return trait.named.size > 1 || !trait.allBut ? [`that is called ${value}`] : [];
    const label = key.slice(labelTrait(NODE, '').length);
    return [value === undefined ? `without ${label}` : `with ${label}=${value}`];
  });
  return parts.length === 0 ? 'any node' : `a node ${parts.join(', ')}`;
}
