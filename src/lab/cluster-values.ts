import type { Values } from './template.ts';

/** What a lab can know of where it is: {{cluster}} in texts, LAB_CLUSTER in scripts. */
export interface ClusterValues {
  /** The cluster's name; a node's is {{cluster}}-worker, for instance. */
  cluster: string;
  /** The Kubernetes that it was made with, such as 1.36.3. */
  kubernetes: string;
  /** What its nodes can be upgraded to, such as 1.37.2; empty where the topology says nothing of it. */
  'upgrade-to': string;
  /** Flags that `kubeadm upgrade` needs on this machine, or nothing. */
  'upgrade-flags': string;
  /** The lab's folder on the learner's machine: files for the learner, and of the learner. */
  files: string;
}

/** For looking at a lab without a cluster. */
export const SAMPLE_CLUSTER: ClusterValues & Values = {
  cluster: 'cka-lab-sample',
  kubernetes: '1.36.3',
  'upgrade-to': '1.37.2',
  'upgrade-flags': '--ignore-preflight-errors=SystemVerification',
  files: '/srv/learner',
};

/** Names that no parameter of a lab can have. */
export const BUILT_IN: readonly string[] = ['lab', ...Object.keys(SAMPLE_CLUSTER)];
