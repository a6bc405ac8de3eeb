import type { V1PodSpec, V1Taint } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { parseRef } from '../../lab/ref.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { newestPods, type Workload } from './newest-pods.ts';
import { type NodeTraits, preference, selects, tolerates } from './node-selection.ts';
import { type RolloutAsked, rolledOut } from './rolled-out.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Labels of which a rule speaks, each with values that matter to it. Nodes are thought of that have
 * each of these values, another one, or, unless `always` has it, not the label at all.
 */
export interface LabelsInQuestion {
  values: Readonly<Record<string, readonly string[]>>;
  always?: readonly string[];
}

export interface NodeRule {
  /** 'nodes that have the label disk'. */
  inWords: string;
  about: LabelsInQuestion;
  fits: (labels: Labels) => boolean;
}

/**
 * The scheduler may put the workload's pods on the nodes that fit, and on no other: true of the
 * cluster's nodes and of others that could join it, however the pods say it.
 */
export function onlyOn(ref: string, rule: NodeRule): Look {
  return withTemplate(
    ref,
    `pods may run on ${rule.inWords}, and on no other`,
    async (spec, facts) => {
      if (spec.nodeName) return `the pods name the node ${spec.nodeName}, past the scheduler`;
      const nodes = await thoughtOf(facts, rule.about);
      const wrong = nodes.find((node) => selects(spec, node) !== rule.fits(node.labels));
      if (!wrong) return undefined;
      const may = rule.fits(wrong.labels) ? 'may not run' : 'may run';
      return `they ${may} on a node ${shown(wrong, rule.about)}`;
    },
  );
}

export interface NodeScores {
  about: LabelsInQuestion;
  /** The sum of weights that a node is worth. */
  score: (labels: Labels) => number;
}

/** Of the nodes on which its pods may run, the workload prefers some, by these weights. */
export function prefersBy(ref: string, { about, score }: NodeScores): Look {
  return withTemplate(
    ref,
    'each node has the weight that was asked for it',
    async (spec, facts) => {
      const nodes = (await thoughtOf(facts, about)).filter((node) => selects(spec, node));
      const wrong = nodes.find((node) => preference(spec, node) !== score(node.labels));
      if (nodes.length === 0) return 'there is no node on which the pods may run';
      if (!wrong) return undefined;
      const weight = preference(spec, wrong);
      return `a node ${shown(wrong, about)} has ${weight}, not ${score(wrong.labels)}`;
    },
  );
}

/** The workload's pods tolerate these taints, and no taint with another key. */
export function toleratesOnly(ref: string, ...taints: [V1Taint, ...V1Taint[]]): Look {
  const names = taints.map(({ key, effect }) => `${key}:${effect}`).join(', ');
  return withTemplate(ref, `the pods tolerate ${names}, and no other key`, async (spec) => {
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
    const nodes = new Map((await nodesOf(facts)).map((node) => [node.name, node.labels]));
    const wrong = pods.find(({ spec }) => !rule.fits(nodes.get(spec.nodeName ?? '') ?? {}));
    if (pods.length > 0 && !wrong) return passed();
    return failed({
      expected: `the pods of ${parseRef(ref).name} are on ${rule.inWords}`,
      actual: wrong ? `${wrong.metadata.name} is on ${wrong.spec.nodeName}` : 'there are no pods',
    });
  };
}

function withTemplate(
  ref: string,
  expected: string,
  wrongWith: (spec: V1PodSpec, facts: Facts) => Promise<string | undefined>,
): Look {
  return async (facts): Promise<Outcome> => {
    const { kind, name } = parseRef(ref);
    const spec = (await facts.get<Workload>(ref))?.spec.template.spec;
    const actual = spec ? await wrongWith(spec, facts) : `there is no ${kind} ${name}`;
    return actual === undefined ? passed() : failed({ expected: `${name}: ${expected}`, actual });
  };
}

async function nodesOf(facts: Facts): Promise<NodeTraits[]> {
  const nodes = await facts.list<KubeObject>('Node');
  return nodes.map(({ metadata: { name, labels = {} } }) => ({ name, labels }));
}

const HOSTNAME = 'kubernetes.io/hostname';
const INVENTED = 'another-one';

/** The cluster's nodes and one of another name, with all that the labels in question can be. */
async function thoughtOf(facts: Facts, about: LabelsInQuestion): Promise<NodeTraits[]> {
  const real = await nodesOf(facts);
  if (real.length === 0) throw new Error('The cluster has no nodes.');
  const strangers = real.map(({ labels }) => ({
    name: INVENTED,
    labels: { ...labels, [HOSTNAME]: INVENTED },
  }));
  return Object.entries(about.values).reduce<NodeTraits[]>(
    (nodes, [key, values]) => nodes.flatMap((node) => variantsOf(node, key, values, about)),
    [...real, ...strangers],
  );
}

function variantsOf(
  { name, labels }: NodeTraits,
  key: string,
  values: readonly string[],
  { always = [] }: LabelsInQuestion,
): NodeTraits[] {
  const { [key]: _, ...without } = labels;
  return [
    ...(always.includes(key) ? [] : [{ name, labels: without }]),
    ...[...values, INVENTED].map((value) => ({ name, labels: { ...without, [key]: value } })),
  ];
}

function shown({ name, labels }: NodeTraits, { values }: LabelsInQuestion): string {
  const parts = Object.keys(values).map((key) =>
    labels[key] === undefined ? `without ${key}` : `with ${key}=${labels[key]}`,
  );
  return `that is called ${name}, ${parts.join(', ')}`;
}
