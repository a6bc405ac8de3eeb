import type { BreakStep, LabInstance, SeedStep } from '../lab/instance.ts';
import type { ObjectRef } from '../lab/ref.ts';

/** What starting a lab asks of a cluster, and what ending it must undo. */
export interface Plan {
  lab: string;
  cluster: {
    topology: string;
    /** Kubernetes minor version that the lab insists on. */
    kubernetes: string | undefined;
    /** A fresh cluster, deleted with the lab. */
    own: boolean;
    /** No other lab beside it. */
    exclusive: boolean;
  };
  /** Made before the first step. */
  namespaces: readonly string[];
  steps: readonly SeedStep[];
  /** Done once the start is recorded: what works no more could not be read then. */
  breaks: readonly BreakStep[];
  /** Read and kept on the host once the steps are done. */
  record: { keep: readonly ObjectRef[]; pods: readonly ObjectRef[] };
  undo: {
    namespaces: readonly string[];
    objects: readonly ObjectRef[];
    /** Folders on nodes. */
    paths: readonly string[];
    /** Put the files of all nodes back as they were when the cluster was made. */
    nodes: boolean;
  };
}

export function plan(instance: LabInstance): Plan {
  const { lab } = instance;
  return {
    lab: lab.id,
    cluster: {
      topology: lab.cluster,
      kubernetes: lab.kubernetes,
      own: lab.scope === 'own',
      exclusive: lab.scope !== 'api',
    },
    namespaces: instance.owns.namespaces,
    steps: instance.steps.filter((step): step is SeedStep => !('break' in step)),
    breaks: instance.steps.filter((step) => 'break' in step),
    record: { keep: instance.keep, pods: instance.probes },
    undo: { ...instance.owns, nodes: lab.scope === 'node' },
  };
}
