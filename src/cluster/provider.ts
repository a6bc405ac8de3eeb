import type { Addresses, ClusterRecord } from './record.ts';
import type { Topology } from './topology.ts';

/**
 * `paused`: all nodes are there, and in some of them nothing goes on; `foreign`: a cluster of that name
 * exists and does not carry our mark.
 */
export type ClusterState = 'running' | 'paused' | 'stopped' | 'absent' | 'foreign';

/** Runs programs on a node of a cluster. */
export interface NodeAccess {
  /** Names of the cluster's nodes, control plane first. */
  names(): Promise<string[]>;
  /** The addresses that nodes have now: another start can change them. */
  addresses(): Promise<Addresses>;
  /**
   * The command, as argv, that runs `command` on a node: 'worker' and 'control-plane' stand for
   * the full name. Throws UsageError for a node that the cluster hasn't.
   */
  command(
    node: string,
    command: readonly string[],
    options?: { interactive?: boolean; env?: Record<string, string> },
  ): Promise<[string, ...string[]]>;
}

/** Where clusters come from. */
export interface Provider {
  state(record: ClusterRecord): Promise<ClusterState>;
  /** Makes the cluster and its kubeconfigs. A failure leaves what `remove` clears. */
  create(record: ClusterRecord, topology: Topology): Promise<void>;
  /** Starts nodes that are stopped, and lets those go on that are paused. */
  start(record: ClusterRecord): Promise<void>;
  /** When a node of it was started again last, in milliseconds since the epoch; 0 if none ever was. */
  restarted(record: ClusterRecord): Promise<number>;
  /** Deletes the cluster if it carries our mark; does nothing when it is absent. */
  remove(record: ClusterRecord): Promise<void>;
  nodes(record: Pick<ClusterRecord, 'name'>): NodeAccess;
  /** Texts of kubeconfigs with one current context. */
  kubeconfigs(record: ClusterRecord): Promise<{ learner: string; grader: string }>;
}
