/** All that a file in graders/ may import, as 'cka-lab/grader'. */
export type * from '@kubernetes/client-node';
export { may } from './grading/access/may.ts';
export { nobodyElseMay } from './grading/access/nobody-else.ts';
export { mayNothingElse } from './grading/access/nothing-else.ts';
export type { Rule } from './grading/access/rule.ts';
export type { Subject } from './grading/access/subject.ts';
export {
  cameByRequest,
  isValidFor,
  keyIsIn,
  leadsHere,
  userIs,
} from './grading/access/user-certificate.ts';
export { atMostOneChanged } from './grading/at-most-one-changed.ts';
export { changedOnly } from './grading/changed-only.ts';
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
export { every } from './grading/every.ts';
export type { Facts } from './grading/facts.ts';
export { fieldKept } from './grading/field-kept.ts';
export { type FieldAsked, fieldsAre } from './grading/fields.ts';
export { filesUntouched } from './grading/files-untouched.ts';
export { asReleased } from './grading/helm/as-released.ts';
export { hasRevision, isRolledBack, type RevisionAsked } from './grading/helm/history.ts';
export type { ReleaseRef } from './grading/helm/release.ts';
export { inOrder } from './grading/in-order.ts';
export { buildsOnBase, overlayGives } from './grading/kustomize/gives.ts';
export { restOf } from './grading/kustomize/rest.ts';
export { fileHasLines } from './grading/learner-lines.ts';
export { podEnters } from './grading/network/api-from-pod.ts';
export {
  domainForwarded,
  everyDnsPodAnswers,
  everyService,
  type ForwardAsked,
  type NamesAsked,
  namesLead,
  serviceAddress,
  type Wanted,
} from './grading/network/cluster-dns.ts';
export { inventedName, reverseName } from './grading/network/names.ts';
export { onlyTraffic, type Traffic, type TrafficTerms } from './grading/network/only-traffic.ts';
export { type Page, pagesHold } from './grading/network/pages.ts';
export { type PodNamesAsked, podsHaveNames } from './grading/network/pod-names.ts';
export { serves } from './grading/network/serves.ts';
export { type ServiceLooks, serviceLeads } from './grading/network/service.ts';
export type { ServiceTerms } from './grading/network/service-seen.ts';
export { leads, soonAfter } from './grading/nodes/component.ts';
export { type RunningContainer, runningContainers } from './grading/nodes/containers.ts';
export { nodeFilesKept } from './grading/nodes/files-kept.ts';
export { answeredAllTheTime } from './grading/nodes/gaps.ts';
export { kubeletRuns } from './grading/nodes/kubelet.ts';
export { kubeletAsBefore } from './grading/nodes/kubelet-settings.ts';
export { packagesHeld } from './grading/nodes/packages.ts';
export { reports, startAtBoot } from './grading/nodes/reports.ts';
export { runsAsBefore } from './grading/nodes/settings.ts';
export { takesPods } from './grading/nodes/takes-pods.ts';
export { sameObjects } from './grading/same-objects.ts';
export { shared } from './grading/shared.ts';
export { boundTogether, type ClaimRef, claimAsks } from './grading/storage/claim.ts';
export { type ClaimsAsked, claimPerPod } from './grading/storage/claim-per-pod.ts';
export { fileHasLine, fileHolds, logHas } from './grading/storage/contents.ts';
export { type PodRef, podMounts } from './grading/storage/mounts.ts';
export {
  claimHasLine,
  claimProvisioned,
  startedPodMounts,
  type VolumeAsked,
} from './grading/storage/provisioned.ts';
export { sameQuantity } from './grading/storage/quantity.ts';
export { type ClassTraits, classIs, onlyDefaultClass } from './grading/storage/storage-class.ts';
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
export { type AutoscalerAsked, autoscales, looksBack } from './grading/workloads/autoscaler.ts';
export { grewTo, readsUtilization } from './grading/workloads/autoscaling.ts';
export {
  configMapHas,
  type FileAsked,
  fileMode,
  seesEveryKey,
  seesFile,
  seesVariables,
} from './grading/workloads/config-seen.ts';
export { type Seeing, seeing } from './grading/workloads/container-view.ts';
export { sameImage } from './grading/workloads/image.ts';
export { onlyPodLabelled, podWhoseCommandHas } from './grading/workloads/labelled.ts';
export { ownsPods } from './grading/workloads/owns-pods.ts';
export {
  type NodeRule,
  type NodeWeight,
  onlyOn,
  placedOn,
  prefersBy,
  toleratesOnly,
} from './grading/workloads/placement.ts';
export { logsReached } from './grading/workloads/pod-logs.ts';
export { podsRequest } from './grading/workloads/requests.ts';
export {
  containerResources,
  podsAreOfClass,
  type ResourcesAsked,
} from './grading/workloads/resources.ts';
export {
  rolledBack,
  type Update,
  updateCause,
  updateMade,
  updateRan,
} from './grading/workloads/revisions.ts';
export { onceRolledOut, type RolloutAsked, rolledOut } from './grading/workloads/rolled-out.ts';
export { rollsBy } from './grading/workloads/strategy.ts';
