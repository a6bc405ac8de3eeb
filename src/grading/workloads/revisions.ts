import { differencesOf, of } from '../../kube/difference.ts';
import { parseRef, refText } from '../../lab/ref.ts';
import { converging } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { logOf } from '../storage/contents.ts';
import { failed, passed, sameAs } from '../verdict.ts';
import { sameImage } from './image.ts';
import { type ReplicaSet, replicaSetsOf, revisionOf, type Workload } from './newest-pods.ts';

/** A change of the images of a Deployment as it was at the start, under `keep:` in lab.yaml. */
export interface Update {
  /** 'Deployment/web in shop'. */
  deployment: string;
  /** Container → its new image. All else is as at the start. */
  images: Readonly<Record<string, string>>;
}

const CAUSE = 'kubernetes.io/change-cause';

/** A revision of the Deployment is this update, whatever runs now. */
export function updateMade(update: Update): Look {
  return (facts) =>
    converging(facts, async () => {
      if (await findUpdate(facts, update)) return passed();
      return failed({
        expected: `a revision in which ${inWords(update)} and all else is as at the start`,
        actual: 'there is no such revision',
      });
    });
}

/** The history gives the update this cause. */
export function updateCause(update: Update, cause: string): Look {
  return (facts) =>
    converging(facts, async () => {
      const found = (await findUpdate(facts, update))?.metadata.annotations?.[CAUSE];
      if (found === cause) return passed();
      return failed({
        expected: `the change cause of the update is '${cause}'`,
        actual: found === undefined ? 'it has none' : `it is '${found}'`,
      });
    });
}

/**
 * So many pods have run the update. Each pod of the Deployment reports to a seeded pod, which prints
 * a line 'pod-template-hash/pod'; when they are gone nothing else in the cluster tells.
 */
export function updateRan(
  update: Update,
  { pods, seenBy }: { pods: number; seenBy: { name: string; namespace: string } },
): Look {
  return async (facts) => {
    const [set, log] = await Promise.all([findUpdate(facts, update), logOf(facts, seenBy)]);
    const prefix = `${set?.metadata.labels?.['pod-template-hash']}/`;
    const seen = new Set(log.split('\n').filter((line) => line.startsWith(prefix)));
    if (set && seen.size >= pods) return passed();
    return failed({
      expected: `${pods} pods ran the update`,
      actual: `${seen.size} reported to ${seenBy.name}`,
    });
  };
}

/**
 * The Deployment's newest revision is what one of its ReplicaSets, under `keep:` in lab.yaml, was at
 * the start, and came after the update.
 */
export function rolledBack(update: Update, replicaSet: string): Look {
  return (facts) =>
    converging(facts, async () => {
      const target = recordedSpec(facts, replicaSet);
      const deployment = await facts.get<Workload>(update.deployment);
      const expected = `${parseRef(update.deployment).name} runs what ${parseRef(replicaSet).name} had`;
      const failure = (actual: string) => failed({ expected, actual });
      if (!deployment) return failure('there is no such Deployment');
      const wrong = differencesOf(target, deployment.spec.template.spec);
      if (wrong.length > 0) return sameAs(expected, of(update.deployment, wrong));
      const [newest] = await replicaSetsOf(facts, deployment);
      const updated = await findUpdate(facts, update);
      const isNewest = newest && differencesOf(target, newest.spec.template?.spec).length === 0;
      if (isNewest && updated && revisionOf(newest) > revisionOf(updated)) return passed();
      return failure('the newest revision is another one');
    });
}

async function findUpdate(facts: Facts, update: Update): Promise<ReplicaSet | undefined> {
  const deployment = await facts.get(update.deployment);
  if (!deployment) return undefined;
  const { containers, ...rest } = recordedSpec(facts, update.deployment);
  const wanted = {
    ...rest,
    containers: containers.map((container) => ({
      ...container,
      image: update.images[container.name] ?? container.image,
    })),
  };
  const sets = await replicaSetsOf(facts, deployment);
  return sets.find(({ spec }) => {
    const found = spec.template?.spec;
    if (!found) return false;
    const named = found.containers.map((container, index) => {
      const image = wanted.containers[index]?.image ?? '';
      return sameImage(container.image ?? '', image) ? { ...container, image } : container;
    });
    return differencesOf(wanted, { ...found, containers: named }).length === 0;
  });
}

type PodSpec = { containers: { name: string; image: string }[] };

function recordedSpec({ recorded }: Facts, ref: string): PodSpec {
  const found = recorded.objects[refText(parseRef(ref))];
  if (!found) throw new Error(`${ref} was not recorded: it is not under 'keep:' in lab.yaml.`);
  return (found.object as { spec: { template: { spec: PodSpec } } }).spec.template.spec;
}

function inWords({ images }: Update): string {
  return Object.entries(images)
    .map(([container, image]) => `${container} has the image ${image}`)
    .join(', ');
}
