import type { Domain } from './blueprint.ts';

/** Raised when a change would draw other tasks from the same seed. */
export const DRAW_ALGORITHM = 1;

/** One task of a drawn exam. */
export interface DrawnTask {
  /** From 1 on, in the order of the exam. */
  number: number;
  lab: string;
  /** The lab's own seed. */
  seed: string;
  domain: Domain;
  /** Key of the cluster in `Draw.clusters` that it is on. */
  cluster: string;
}

/** A cluster that a drawn exam needs. */
export interface DrawnCluster {
  /** 'c1', 'c2' … in the order in which they are needed. */
  key: string;
  topology: string;
  /** The minor that its labs insist on. */
  kubernetes: string | null;
  /** A fresh cluster for one lab of scope `own`. */
  own: boolean;
  /** MiB that it takes. */
  memory: number;
}

/** What a blueprint and a seed give; the same for everybody who has the same bank. */
export interface Draw {
  algorithm: typeof DRAW_ALGORITHM;
  seed: string;
  /** SHA-256 over the digests of all labs that could be drawn. */
  bank: string;
  tasks: readonly DrawnTask[];
  clusters: readonly DrawnCluster[];
}
