/** All that a file in graders/ may import, as 'cka-lab/grader'. */
export type * from '@kubernetes/client-node';
export { may } from './grading/access/may.ts';
export { nobodyElseMay } from './grading/access/nobody-else.ts';
export { mayNothingElse } from './grading/access/nothing-else.ts';
export type { Rule } from './grading/access/rule.ts';
export type { Subject } from './grading/access/subject.ts';
export { converging } from './grading/converge.ts';
export {
  type CheckOptions,
  type Definers,
  type Grader,
  grader,
  type Kept,
  type LabView,
  type Look,
} from './grading/define.ts';
export {
  configMapKey,
  type EtcdKey,
  type EtcdKeys,
  isSameKey,
  keysFromJson,
} from './grading/etcd/keys.ts';
export { answersAnybody, etcdGet } from './grading/etcd/running.ts';
export { readSnapshot } from './grading/etcd/snapshot.ts';
export { onceStarted } from './grading/etcd/starting.ts';
export { apiWrites } from './grading/etcd/writes.ts';
export type { Facts } from './grading/facts.ts';
export { onlyTraffic, type Traffic, type TrafficTerms } from './grading/network/only-traffic.ts';
export { type RunningContainer, runningContainers } from './grading/nodes/containers.ts';
export { answeredAllTheTime } from './grading/nodes/gaps.ts';
export { kubeletRuns } from './grading/nodes/kubelet.ts';
export { packagesHeld } from './grading/nodes/packages.ts';
export { takesPods } from './grading/nodes/takes-pods.ts';
export { shared } from './grading/shared.ts';
export { boundTogether, type ClaimRef, claimAsks } from './grading/storage/claim.ts';
export { fileHasLine, fileHolds, logHas } from './grading/storage/contents.ts';
export { type PodRef, podMounts } from './grading/storage/mounts.ts';
export { sameQuantity } from './grading/storage/quantity.ts';
export { volumeIs, volumesFree } from './grading/storage/volume.ts';
export { untouched } from './grading/untouched.ts';
export {
  type Failed,
  failed,
  isFailed,
  type Outcome,
  type Passed,
  passed,
} from './grading/verdict.ts';
export { type RolloutAsked, rolledOut } from './grading/workloads/rolled-out.ts';
